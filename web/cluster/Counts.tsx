import { numberText } from '../text/quantities.ts';

/** Numbers by name, as lines of an index. */
export function Counts({
  title,
  counts,
  linkOf,
  sum,
}: {
  title: string;
  counts: Record<string, number>;
  linkOf: (name: string) => string;
  sum?: { title: string; count: number; href: string };
}) {
  const rows = Object.entries(counts).map(([name, count]) => ({ title: name, count, href: linkOf(name) }));
  const all = sum ? [...rows, sum] : rows;
  return (
    <section>
      <h2>{title}</h2>
      <ul class="index">
        {all.map((row) => (
          <li key={row.title}>
            <a href={row.href}>{row.title}</a>
            <span class="leader" />
            <span class="index-count">{numberText(row.count)}</span>
          </li>
        ))}
        {all.length === 0 && <li class="none">none</li>}
      </ul>
    </section>
  );
}
