// Which square of a picture is kept: pure, so that nothing outside of the picture can be chosen.

/** The middle of the square, in pixels of the picture, and how many times closer than all of it. */
export interface Cut {
  x: number;
  y: number;
  zoom: number;
}

interface Size {
  width: number;
  height: number;
}

export const zoomMax = 5;

/** The largest square in the middle. */
export function fitted({ width, height }: Size): Cut {
  return { x: width / 2, y: height / 2, zoom: 1 };
}

export function square(picture: Size, cut: Cut): { x: number; y: number; side: number } {
  const side = Math.min(picture.width, picture.height) / cut.zoom;
  return { x: cut.x - side / 2, y: cut.y - side / 2, side };
}

/** The nearest cut that lies within the picture. */
export function clamped(picture: Size, cut: Cut): Cut {
  const zoom = Math.min(zoomMax, Math.max(1, cut.zoom));
  const half = Math.min(picture.width, picture.height) / zoom / 2;
  const within = (value: number, length: number) => Math.min(length - half, Math.max(half, value));
  return { x: within(cut.x, picture.width), y: within(cut.y, picture.height), zoom };
}
