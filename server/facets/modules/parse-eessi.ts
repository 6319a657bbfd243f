import { isJson, type Json, jsonOf, parsedJson, textAt } from './json.ts';
import { addProblem, emptyListing, type Listing, treeOf } from './listing.ts';
import { type Module, namedModule } from './schema.ts';

/** Where EESSI keeps the modules of its versions (github.com/EESSI/software-layer-scripts/issues/109). */
const INIT = '/cvmfs/software.eessi.io/init/modules';
const PART = 'eessi-software';

/** eessi.io/api_data: a time, architectures of each version of EESSI, and software with its versions. */
export const isEessiSoftware = (text: string) =>
  /^\s*\{/.test(text) && /"architectures_map"\s*:/.test(text) && /"full_module_name"\s*:/.test(text);

/** What EESSI's documentation published before that: folders of targets, and software by module name. */
export const isEessiOverview = (text: string) =>
  /^\s*\{\s*"targets"\s*:\s*\[/.test(text) && /"software"\s*:\s*\{/.test(text);

/** When the list was made, as far as it says so. */
export function madeAt(head: string): Date | null {
  if (!isEessiSoftware(head)) return null;
  const told = /"timestamp"\s*:\s*"(\d{4}-\d\d-\d\dT[0-9:.]{8,20}Z?)"/.exec(head)?.[1];
  const time = told === undefined ? Number.NaN : Date.parse(told.endsWith('Z') ? told : `${told}Z`);
  return Number.isNaN(time) ? null : new Date(time);
}

/** One tree per version of EESSI, since each is brought into MODULEPATH by a module of its own. */
export function parseEessiSoftware(text: string): Listing {
  return parsed(text, (listing, software) => {
    for (const [name, about] of Object.entries(software)) {
      const versions = jsonOf(about).versions;
      if (Array.isArray(versions)) for (const one of versions) addVersion(listing, name, one);
      else addProblem(listing, PART, 0, name, 'no list of versions');
    }
  });
}

export function parseEessiOverview(text: string): Listing {
  return parsed(text, (listing, software) => {
    for (const [name, about] of Object.entries(software)) {
      if (!isJson(about) || !isJson(about.versions)) {
        addProblem(listing, PART, 0, name, 'no versions');
        continue;
      }
      for (const [fullName, one] of Object.entries(about.versions)) {
        addTargets(listing, fullName, about, jsonOf(one).targets);
      }
    }
  });
}

function parsed(text: string, read: (listing: Listing, software: Json) => void): Listing {
  const listing = emptyListing('lmod');
  const json = parsedJson(text);
  if ('error' in json) addProblem(listing, PART, json.line, json.near, `not JSON: ${json.error}`);
  else if (!isJson(json.value) || !isJson(json.value.software))
    addProblem(listing, PART, 1, text, 'no object "software"');
  else read(listing, json.value.software);
  return listing;
}

function addVersion(listing: Listing, name: string, value: unknown): void {
  const version = jsonOf(value);
  const fullName = textAt(jsonOf(version.module), 'full_module_name');
  const required = Array.isArray(version.required_modules) ? version.required_modules : [];
  // The others of the list are loaded by the module itself.
  const eessi = required.map((one) => textAt(jsonOf(one), 'full_module_name')).find(isEessi);
  if (fullName === '' || eessi === undefined) {
    const what = fullName === '' ? 'no full_module_name' : 'no module EESSI among required_modules';
    return addProblem(listing, PART, 0, `${name} ${fullName}`.trim(), what);
  }
  const processors = textList(version.cpu_arch);
  const cards = Object.entries(jsonOf(version.gpu_arch)).flatMap(([processor, list]) =>
    textList(list).map((card) => `${processor}/accel/${card}`),
  );
  const repository = processors.every((one) => one.startsWith('riscv64/')) ? 'riscv' : 'software';
  add(listing, `/cvmfs/${repository}.eessi.io/versions/${eessi.slice(EESSI.length)}`, {
    ...namedModule(fullName),
    description: textAt(version, 'description').trim(),
    homepage: textAt(version, 'homepage').trim(),
    provides: extensionsOf(version.extensions),
    architectures: [...new Set([...processors, ...cards])].sort(),
    requires: [[eessi]],
  });
  if (repository === 'software') listing.outside.set(eessi, INIT);
}

const EESSI = 'EESSI/';
const isEessi = (name: string) => name.startsWith(EESSI) && name.length > EESSI.length;

/** `/cvmfs/software.eessi.io/versions/2023.06/software/linux/x86_64/amd/zen3` */
const TARGET = /^(\/cvmfs\/([\w.-]{1,80})\/versions\/([\w.-]{1,40}))\/software\/linux\/([\w./-]{1,80})$/;

function addTargets(listing: Listing, fullName: string, about: Json, targets: unknown): void {
  const trees = new Map<string, { eessi: string; repository: string; architectures: string[] }>();
  for (const target of textList(targets)) {
    const [, tree = '', repository = '', version = '', architecture = ''] = TARGET.exec(target) ?? [];
    const one = trees.get(tree) ?? { eessi: `${EESSI}${version}`, repository, architectures: [] };
    if (tree !== '') trees.set(tree, { ...one, architectures: [...one.architectures, architecture] });
  }
  if (trees.size === 0) addProblem(listing, PART, 0, fullName, 'no targets below /cvmfs');
  for (const [tree, { eessi, repository, architectures }] of trees) {
    add(listing, tree, {
      ...namedModule(fullName),
      description: textAt(about, 'description').trim(),
      homepage: textAt(about, 'homepage').trim(),
      architectures: [...new Set(architectures)].sort(),
      requires: [[eessi]],
    });
    if (repository === 'software.eessi.io') listing.outside.set(eessi, INIT);
  }
}

function add(listing: Listing, tree: string, module: Module): void {
  treeOf(listing, tree).modules.push(module);
}

function textList(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((one): one is string => typeof one === 'string' && one !== '')
    : [];
}

/** `[{"name": "numpy", "version": "1.25.1"}]` */
function extensionsOf(value: unknown): string[] {
  const list = Array.isArray(value) ? value.filter(isJson) : [];
  return list.flatMap((one) => {
    const [name, version] = [textAt(one, 'name'), textAt(one, 'version')];
    return name === '' || version === '' ? [] : [`${name}/${version}`];
  });
}
