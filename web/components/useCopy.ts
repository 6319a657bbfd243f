import { useEffect, useState } from 'preact/hooks';

/** What is said for a moment after somebody copied. */
const SHOWN = 2500;

/** Copies a text. The clipboard is only there on https and loopback: elsewhere the text is selected, to be copied by key. */
export function useCopy(): [said: string, copy: (text: string, shown: HTMLElement | null) => void] {
  const [said, setSaid] = useState('');
  useEffect(() => {
    if (said === '') return;
    const timer = setTimeout(() => setSaid(''), SHOWN);
    return () => clearTimeout(timer);
  }, [said]);
  const copy = async (text: string, shown: HTMLElement | null) => {
    try {
      await navigator.clipboard.writeText(text);
      setSaid('Copied');
    } catch {
      select(shown);
      setSaid('Selected: copy it by key');
    }
  };
  return [said, (text, shown) => void copy(text, shown)];
}

function select(shown: HTMLElement | null): void {
  if (shown instanceof HTMLTextAreaElement) {
    shown.focus();
    shown.select();
  } else if (shown) getSelection()?.selectAllChildren(shown);
}
