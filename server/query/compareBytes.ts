import { isOtherBytes } from '../compare/match.ts';
import type { OtherBytes } from '../routes/schemas/compare.ts';
import { sql } from '../sql.ts';
import type { Queryable } from '../store/database.ts';
import { providerOf } from '../store/providers.ts';

interface Row {
  tool: string;
  label: string;
  version: string;
  variant: string;
  build: string;
  provider: number;
  digest: string;
  mark: string;
  sites: string[];
}

/** What one tool's equal labels stand for at each site, where that is not the same bytes. */
export async function listOtherBytes(db: Queryable, tool: string): Promise<OtherBytes[]> {
  const found = await db.query<Row & Record<string, unknown>>(sql('compare-bytes'), [tool.toLowerCase()]);
  const rows = found.rows.map((row) => ({
    ...row,
    provider: providerOf(row.provider),
    marks: row.mark === '' ? [] : [row.mark],
  }));
  const alike = new Map<string, typeof rows>();
  for (const row of rows) {
    const label = JSON.stringify([row.version, row.variant, row.build]);
    const known = alike.get(label);
    if (known) known.push(row);
    else alike.set(label, [row]);
  }
  return [...alike.values()]
    .flatMap((group) => group.filter((one) => group.some((other) => isOtherBytes(one, other))))
    .map(({ tool, label, version, variant, build, provider, digest, mark, sites }) => ({
      tool,
      label,
      version,
      variant,
      build,
      provider,
      digest: digest === '' ? mark : digest,
      sites,
    }));
}
