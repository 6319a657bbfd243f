import { foldPython } from '../../names/conda.ts';

/** uv's `source = { editable = "." }`, poetry's `type = "directory"`, pdm's `path = "./mine"`. */
const FROM_FOLDER = /^(?:source = \{ (?:editable|virtual|directory) =|type = "directory"|path = "\.)/;
const TOML_NAME = /^name = "([A-Za-z0-9._-]{1,200})"/;
/** pixi's `- pypi: ./`, and the name of that row. */
const PIXI_FOLDER = /^- pypi: \.{1,2}(?:\/|\s*$)/;
const PIXI_NAME = /^ {2}name: ['"]?([A-Za-z0-9._-]{1,200})/;

/** Packages that a lock takes from a folder beside it, above all the project that it is of: nobody else has a release of them. */
export function folderPackages(text: string): ReadonlySet<string> {
  const found = new Set<string>();
  let name = '';
  let isPixi = false;
  for (const line of text.split('\n')) {
    if (line.startsWith('[[')) name = '';
    name = TOML_NAME.exec(line)?.[1] ?? name;
    if (name !== '' && FROM_FOLDER.test(line)) found.add(foldPython(name));
    if (line.startsWith('- ')) isPixi = PIXI_FOLDER.test(line);
    const [, own] = isPixi ? (PIXI_NAME.exec(line) ?? []) : [];
    if (own !== undefined) found.add(foldPython(own));
  }
  return found;
}
