import { useEffect, useState } from 'preact/hooks';

/** What is typed, until the address says something else. */
export function useField(value: string): [string, (text: string) => void] {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  return [typed, setTyped];
}
