import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** Presses Tab until a thing has the focus; each stop on the way can be seen to have it. */
export async function tabTo(page: Page, name: RegExp, role = ''): Promise<void> {
  const passed: string[] = [];
  for (let stops = 0; stops < 80; stops += 1) {
    await page.keyboard.press('Tab');
    const stop = await page.evaluate(() => {
      const own = document.activeElement;
      const style = own ? getComputedStyle(own) : undefined;
      const labelled =
        own instanceof HTMLInputElement ||
        own instanceof HTMLTextAreaElement ||
        own instanceof HTMLSelectElement;
      const label = labelled ? own.labels?.[0]?.textContent : undefined;
      const box = own?.getClientRects()[0];
      const there = box && document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
      return {
        name: own?.getAttribute('aria-label') ?? label ?? own?.textContent ?? '',
        tag: own?.tagName.toLowerCase() ?? '',
        seen:
          // Something cut off by what it stands in has an outline that nobody sees; a label shows it for its field.
          ((own?.closest('label') ?? own)?.contains(there ?? null) ?? false) &&
          style !== undefined &&
          style.outlineStyle !== 'none' &&
          Number.parseFloat(style.outlineWidth) >= 2,
      };
    });
    expect(stop.seen, `${stop.tag} ${stop.name.slice(0, 60)} shows no focus`).toBe(true);
    if (name.test(stop.name) && (role === '' || stop.tag === role)) return;
    passed.push(`${stop.tag} ${stop.name.slice(0, 30)}`);
  }
  throw new Error(`Tab does not come to ${name}, but to ${passed.join('; ')}`);
}

/** What the last copy button gave. */
export async function copiedText(page: Page): Promise<string> {
  return page.evaluate(() => navigator.clipboard.readText());
}
