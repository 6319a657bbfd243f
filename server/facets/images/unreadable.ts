import type { ImageFile } from './schema.ts';

/** Why a file that is there gave no document; it becomes an unread entry of its root. */
export interface Unreadable {
  reason: 'corrupt' | 'truncated' | 'unrecognised' | 'unsupported';
  message: string;
}

export type FileReading = ImageFile | Unreadable;

export const corrupt = (message: string): Unreadable => ({ reason: 'corrupt', message });
export const truncated = (message: string): Unreadable => ({ reason: 'truncated', message });

export function isUnreadable(reading: FileReading): reading is Unreadable {
  return 'reason' in reading;
}
