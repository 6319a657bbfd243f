/** What somebody wants checked. It stays in this tab: the address holds filters, and a text only where it is short. */
export interface CheckInput {
  name: string;
  /** Bytes of an image's beginning are kept as text of base 64. */
  form: 'text' | 'base64';
  data: string;
  /** Of all of an image file; '' where it was not computed. */
  sha256: string;
}

/** As much of an image as is sent: header, descriptors and labels lie within it. */
const SIF_HEAD = 256 * 1024;
/** A browser computes a digest of what it holds as a whole: of a larger image it is left out. */
const MOST_HASHED = 1024 * 1024 * 1024;
/** The service takes no more. */
const MOST = 4 * 1024 * 1024;
/** A text up to this long goes into the address, so that it can be sent to somebody. */
const SHORT = 500;

const KEY = 'gazetteer-check';
/** Where the tab's store is full or switched off, for as long as the page lives. */
let held: CheckInput | null = null;

export function keepInput(input: CheckInput | null): void {
  held = input;
  try {
    if (input === null) sessionStorage.removeItem(KEY);
    else sessionStorage.setItem(KEY, JSON.stringify(input));
  } catch {
    // An old text must not come back in place of this one.
    try {
      sessionStorage.removeItem(KEY);
    } catch {
      // Without a store there is nothing to remove.
    }
  }
}

export function keptInput(): CheckInput | null {
  if (held) return held;
  try {
    const value: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
    if (typeof value !== 'object' || value === null || !('name' in value) || !('data' in value)) return null;
    const { name, data } = value;
    if (typeof name !== 'string' || typeof data !== 'string') return null;
    const sha256 = 'sha256' in value && typeof value.sha256 === 'string' ? value.sha256 : '';
    held = { name, data, form: 'form' in value && value.form === 'base64' ? 'base64' : 'text', sha256 };
    return held;
  } catch {
    return null;
  }
}

export const textInput = (data: string): CheckInput => ({ name: 'input', form: 'text', data, sha256: '' });

/** What of an input can stand in the address; '' for a file, and for a long text. */
export function shortText(input: CheckInput | null): string {
  return input?.form === 'text' && input.name === 'input' && input.data.length <= SHORT ? input.data : '';
}

/** A file that was chosen or dropped: of one that is no text the beginning. A text says why there is none. */
export async function fileInput(file: File): Promise<CheckInput | string> {
  const head = new Uint8Array(await file.slice(0, SIF_HEAD).arrayBuffer());
  // No text has a NUL.
  if (head.subarray(0, 4096).includes(0))
    return { name: file.name, form: 'base64', data: base64(head), sha256: await digestOf(file) };
  if (file.size > MOST) return `${file.name} has more than ${MOST / 1024 / 1024} MB.`;
  return { name: file.name, form: 'text', data: await file.text(), sha256: '' };
}

/** '' where the browser cannot, as it only does on pages that nobody on the way can have changed. */
async function digestOf(file: File): Promise<string> {
  if (!isSecureContext || file.size > MOST_HASHED) return '';
  try {
    const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  } catch {
    // Too large for this browser: without it the check says less.
    return '';
  }
}

function base64(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
}

export function bodyOf({ form, data }: CheckInput): BodyInit {
  if (form === 'text') return data;
  return new Blob([Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0))]);
}
