import type { SentInventory } from '../../server/routes/posts.ts';
import { ApiFailure, postText, withQuery } from '../api/request.ts';

/** The service takes no more. */
const MOST = 8 * 1024 * 1024;

/** Whether a place is an inventory that was sent: it has one time, and no environments. */
export const isSent = (place: string): boolean => place.startsWith('inventory:');

/** Sends an inventory, and gives what stands for it; a text says why there is nothing. */
export async function sendInventory(file: File): Promise<{ scope: string } | string> {
  if (file.size > MOST)
    return `${file.name} has more than ${MOST / 1024 / 1024} MB; the command line reads it: gazetteer compare ./FILE site`;
  try {
    const path = withQuery('/inventories', { name: file.name.slice(0, 100) });
    const sent: SentInventory = JSON.parse(await postText(path, file, new AbortController().signal));
    return { scope: sent.scope };
  } catch (thrown) {
    if (!(thrown instanceof ApiFailure)) return 'The answer could not be read.';
    return `${thrown.message}. ${thrown.hint}`;
  }
}
