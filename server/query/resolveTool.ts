import { closestNames } from '../names/closest.ts';
import { foldPython } from '../names/conda.ts';
import { nameConda, nameModule, nameSpack, nameSystem } from '../names/index.ts';
import { prepared } from '../sql.ts';
import type { Queryable } from '../store/database.ts';

export interface Tool {
  id: number;
  name: string;
  label: string;
}

/** The tool that a person means: its name in any case, or a name that a rule or alias leads to it. */
export async function resolveTool(db: Queryable, text: string): Promise<Tool | undefined> {
  const asked = text.trim();
  if (asked === '') return undefined;
  const conda = nameConda({ name: asked, version: '', build: '' });
  const names = [
    asked,
    asked.toLowerCase(),
    nameModule(asked)?.tool ?? asked,
    conda?.tool ?? asked,
    foldPython(asked),
    // What is called so elsewhere is meant first; a Python package or a program of the system has its name after it.
    nameConda({ name: asked, version: '', build: 'pypi_0' })?.tool ?? asked,
    nameSpack({ name: asked, version: '', compiler: '', hash: '' })?.tool ?? asked,
    nameSystem({ name: asked, version: '', family: 'deb' })?.tool ?? asked,
  ];
  const found = await prepared<Tool & { at: number }>(db, 'find-tool', [names]);
  return found.rows[0];
}

const SUGGESTIONS = 5;

/** Names that are nearest to one that leads nowhere. */
export async function namesLike(db: Queryable, text: string): Promise<string[]> {
  const found = await db.query<{ name: string }>(
    'select name from tool where exists (select from cluster_tool where cluster_tool.tool_id = tool.id)',
  );
  const names = found.rows.map((row) => row.name);
  // A package of R or Perl is asked for by its own name, without what conda puts before it.
  const asked = text.trim().toLowerCase().replaceAll('::', '-').replaceAll('.', '-');
  const own = ['bioconductor-', 'r-', 'perl-'].map((prefix) => prefix + asked);
  const exact = names.filter((name) => own.includes(name));
  return [...new Set([...exact, ...closestNames(text.trim(), names, SUGGESTIONS)])].slice(0, SUGGESTIONS);
}
