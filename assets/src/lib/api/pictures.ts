// Pictures on their way to the server: of people, and for the top of a chat's panel. Only pages that are seldom opened
// send them, so that this is not a part of what every page begins with.
import { ApiError, apiUrl, refused } from './client';
import type { Agent, Picture } from './types';

/** Gives the person at the screen a picture. */
export const putPicture = (picture: Blob): Promise<Agent> => sendPicture('PUT', '/api/me/picture', picture);

/** Keeps a picture for the top of a chatflow's panel. */
export const keepHeadingPicture = (picture: Blob): Promise<Picture> =>
  sendPicture('POST', '/api/chatflows/pictures', picture);

/** The bytes are the body. */
async function sendPicture<Made>(method: string, path: string, picture: Blob): Promise<Made> {
  let response: Response;
  try {
    response = await fetch(apiUrl(path), {
      method,
      body: picture,
      credentials: 'same-origin',
      headers: { 'Content-Type': picture.type },
    });
  } catch {
    throw new ApiError('offline', 0, '', undefined, undefined);
  }
  const body: unknown = await response.json().catch(() => undefined);
  if (response.ok) return body as Made;
  throw refused(response, body);
}
