// The pictures of colleagues by id, so that every face on the page shows the one that is there now.

let pictures = $state.raw<ReadonlyMap<string, string>>(new Map());

export function setFaces(next: ReadonlyMap<string, string>): void {
  pictures = next;
}

export function pictureOf(id: string): string | undefined {
  return pictures.get(id);
}
