import type { OutcomeCounts } from '../../server/routes/schemas/places.ts';
import { counted, numberText } from '../text/quantities.ts';
import { OutcomeShape } from './Outcome.tsx';
import { visitLooks, visitOutcomes } from './outcomes.ts';

interface Part {
  key: keyof typeof visitLooks;
  count: number;
  href: string;
}

/** Outcomes of many nodes: a bar to see, and the same in words, each a link to its nodes. */
export function OutcomeBar({
  counts,
  never = 0,
  linkOf,
}: {
  counts: OutcomeCounts;
  never?: number;
  linkOf: (outcome: keyof typeof visitLooks) => string;
}) {
  const parts: Part[] = [...visitOutcomes, 'never' as const]
    .map((key) => ({ key, count: key === 'never' ? never : counts[key], href: linkOf(key) }))
    .filter(({ count }) => count > 0);
  const total = parts.reduce((sum, { count }) => sum + count, 0);
  return (
    <div class="outcome-bar">
      <Bar parts={parts} total={total} />
      <ul class="outcome-counts">
        {parts.map(({ key, count, href }) => (
          <li key={key}>
            <OutcomeShape tone={visitLooks[key].tone} />
            <a href={href}>
              {numberText(count)} {visitLooks[key].word}
            </a>
          </li>
        ))}
        {parts.length === 0 && <li class="none">no nodes</li>}
      </ul>
    </div>
  );
}

/** Narrow parts keep a width that can be seen. */
const LEAST = 1.5;

function Bar({ parts, total }: { parts: Part[]; total: number }) {
  const widths = parts.map(({ count }) => Math.max(LEAST, (100 * count) / total));
  const scale = 100 / widths.reduce((sum, width) => sum + width, 0);
  let x = 0;
  const label = parts.map(({ key, count }) => `${numberText(count)} ${visitLooks[key].word}`).join(', ');
  return (
    <svg class="bar" width="100%" height="10" role="img" aria-label={`${counted(total, 'node')}: ${label}`}>
      {parts.map(({ key }, index) => {
        const from = x;
        x += (widths[index] ?? 0) * scale;
        return (
          <rect
            key={key}
            class={`bar-part tone-${visitLooks[key].tone}`}
            x={`${from}%`}
            y="0"
            width={`${x - from}%`}
            height="10"
          />
        );
      })}
    </svg>
  );
}

/** Patterns of the bars' parts, once per page; an svg that is not displayed would lose them. */
export function Hatches() {
  return (
    <svg class="hatches" width="0" height="0" aria-hidden="true">
      <defs>
        <pattern
          id="hatch-part"
          width="5"
          height="5"
          patternUnits="userSpaceOnUse"
          patternTransform="rotate(45)"
        >
          <rect class="hatch-ground" width="5" height="5" />
          <rect class="hatch-ink" width="2.5" height="5" />
        </pattern>
        <pattern id="hatch-idle" width="4" height="4" patternUnits="userSpaceOnUse">
          <rect class="hatch-ground" width="4" height="4" />
          <circle class="hatch-ink" cx="2" cy="2" r="1" />
        </pattern>
      </defs>
    </svg>
  );
}
