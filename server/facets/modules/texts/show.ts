import { emptyListing, type Listing, treeOf, withinTree } from '../listing.ts';
import { type Module, namedModule } from '../schema.ts';
import { tellWhatis } from '../whatis.ts';

/** The path that `module show` and `module display` print over what the modulefile does: `   /m/gcc/13.lua:`. */
const FILE = /^ *((?:\/|ProjectDIR\/|OutputDIR\/)\S.*):$/;

/** `module show` of either tool: which file a module is, and its whatis texts, family and extensions. */
export function parseShow(text: string, asked: string[] = []): Listing {
  const isTcl = /^(?:module-whatis|prepend-path|append-path|setenv|conflict|prereq)\s/m.test(text);
  const listing = emptyListing(isTcl ? 'environment-modules' : 'lmod');
  let module: Module | undefined;
  let texts: string[] = [];
  const close = () => {
    if (module) tellWhatis(module, texts);
    texts = [];
  };
  for (const line of text.split('\n')) {
    const file = FILE.exec(line)?.[1];
    if (file !== undefined) {
      close();
      module = moduleOf(listing, file, asked);
    } else if (module) {
      const lua = /^ *(whatis|family|extensions)\((?:\[\[|["'])(.*?)(?:\]\]|["'])\)$/.exec(line);
      const tcl = /^(module-whatis)\s+(?:\{(.*)\}|"(.*)"|(\S.*))$/.exec(line);
      if (lua?.[1] === 'family') module.family ||= lua[2] ?? '';
      else if (lua?.[1] === 'extensions') module.provides = (lua[2] ?? '').split(/ *, */).sort();
      else if (lua) texts.push(lua[2] ?? '');
      else if (tcl) texts.push((tcl[2] ?? tcl[3] ?? tcl[4] ?? '').trim());
    }
  }
  close();
  return listing;
}

export function isShow(text: string): boolean {
  const lines = text.split('\n', 50).filter((line) => line.trim() !== '');
  return (
    /^-{10,}$/.test(lines[0] ?? '') &&
    FILE.test(lines[1] ?? '') &&
    lines.some((line) => /^-{10,}$|[({]/.test(line))
  );
}

/** The tree ends where the name that was asked for begins; else a name and a version are taken. */
function moduleOf(listing: Listing, file: string, asked: string[]): Module {
  const path = file.replace(/\.lua$/, '');
  const name = asked
    .map((word) => word.replace(/\/+$/, ''))
    .find((word) => word !== '' && `${path}/`.includes(`/${word}/`));
  const at =
    name === undefined
      ? nameStart(path)
      : path.lastIndexOf(`/${name}/`) === -1
        ? path.length - name.length - 1
        : path.lastIndexOf(`/${name}/`);
  const tree = path.slice(0, Math.max(at, 0));
  const module = namedModule(path.slice(Math.max(at, 0) + 1));
  if (name !== undefined && module.fullName.startsWith(`${name}/`)) {
    module.name = name.includes('/') && module.fullName === name ? module.name : name;
    module.version = module.fullName.slice(module.name.length + 1);
  }
  module.file = withinTree(tree, file);
  treeOf(listing, tree).modules.push(module);
  return module;
}

function nameStart(path: string): number {
  return path.lastIndexOf('/', path.lastIndexOf('/') - 1);
}
