import { nameConda, nameExtension, type ToolName } from '../../names/index.ts';
import type { Facts, OfferingDraft } from '../facet.ts';
import { Environment } from './schema.ts';

/** Every package of an environment, pip's as builds of PyPI, R's by the names that conda would give them. Installations and specifications offer nothing. */
export function offerings(facts: Facts): OfferingDraft[] {
  const environment = Environment.safeParse(facts);
  if (!environment.success) return [];
  const { packages, pip, r = [] } = environment.data;
  return [
    ...packages.flatMap((one) => draft(one, digestOf(one))),
    ...pip.flatMap((one) => draft({ ...one, build: 'pypi_0' }, '')),
    ...r.flatMap(({ name, version }) => offered(nameExtension(`${name}/${version}`, 'r'), '')),
  ];
}

function digestOf({ sha256, md5 }: { sha256: string; md5: string }): string {
  if (sha256 !== '') return `conda-sha256:${sha256}`;
  return md5 === '' ? '' : `conda-md5:${md5}`;
}

function draft(record: { name: string; version: string; build: string }, digest: string): OfferingDraft[] {
  return offered(nameConda(record), digest);
}

function offered(name: ToolName | null, digest: string): OfferingDraft[] {
  if (!name) return [];
  const { tool, label, version, variant, build } = name;
  return [{ tool, label, version, variant, build, provider: 'conda', digest, locator: '' }];
}
