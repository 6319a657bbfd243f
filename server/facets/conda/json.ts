const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/**
 * Bytes that are UTF-8 as text, byte for byte; null for others. Not frames/text.ts, whose escapes are for names:
 * a record that lists a unit file `a\\x2db.service` would no longer be JSON.
 */
export function textOrNull(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

export function jsonValue(text: string): unknown {
  try {
    return JSON.parse(text.startsWith('\ufeff') ? text.slice(1) : text);
  } catch {
    return undefined;
  }
}

export function parsedObject(text: string): Record<string, unknown> | null {
  return objectOf(jsonValue(text));
}

export function objectOf(value: unknown): Record<string, unknown> | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null;
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The texts of a list; what is no text is left out. */
export function textsOf(value: unknown): string[] {
  return listOf(value).filter((one): one is string => typeof one === 'string');
}

/** The text under a key; '' where there is none. */
export function textOfKey(row: Record<string, unknown>): (key: string) => string {
  return (key) => {
    const value = row[key];
    return typeof value === 'string' ? value : '';
  };
}
