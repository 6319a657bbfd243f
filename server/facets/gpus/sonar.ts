import { sonarAttributes, sonarDescription } from '../sonarJson.ts';
import { card } from './card.ts';
import { isObject, textAt } from './json.ts';
import type { Card } from './schema.ts';
import { mebibytes, said } from './values.ts';

const VENDORS: Record<string, Card['vendor']> = { nvidia: 'NVIDIA', amd: 'AMD', intel: 'Intel' };

/**
 * The cards of `sonar sysinfo`; memory is in KiB. On NVIDIA what Sonar calls firmware is the CUDA version that the
 * driver supports. Null when the text is something else.
 */
export function readSonarCards(text: string): Card[] | null {
  const found = sonarAttributes(text);
  const description = sonarDescription(text);
  if (!found) return description === undefined ? null : describedCards(description);
  return found.cards.filter(isObject).flatMap((one): Card[] => {
    const maker = textAt(one, 'manufacturer').toLowerCase();
    const vendor = Object.hasOwn(VENDORS, maker) ? VENDORS[maker] : undefined;
    if (!vendor) return [];
    return [
      card({
        vendor,
        model: said(textAt(one, 'model')),
        memoryMiB: mebibytes(textAt(one, 'memory'), 'KiB'),
        driver: said(textAt(one, 'driver')),
        cuda: vendor === 'NVIDIA' ? said(textAt(one, 'firmware')) : '',
      }),
    ];
  });
}

/** `..., 3x NVIDIA GeForce RTX 2080 Ti @ 11GiB`; the size is cut to whole GiB and not taken. */
function describedCards(description: string): Card[] {
  return description.split(', ').flatMap((piece): Card[] => {
    const [, count = '', model = ''] = /^(\d{1,3})x (\D[^@]{0,100}) @ /.exec(piece) ?? [];
    const isAmd = /^(?:AMD|Radeon|Instinct|Vega)/.test(model);
    const vendor = isAmd ? 'AMD' : /^(?:NVIDIA|Tesla|GeForce|Quadro)/.test(model) ? 'NVIDIA' : undefined;
    return vendor ? Array.from({ length: Number(count) }, () => card({ vendor, model: model.trim() })) : [];
  });
}
