import { nameConda } from '../../names/index.ts';
import type { Facts, OfferingDraft } from '../facet.ts';
import { Environment } from './schema.ts';

/** Every package of an environment, pip's as builds of PyPI. Installations and specifications offer nothing. */
export function offerings(facts: Facts): OfferingDraft[] {
  const environment = Environment.safeParse(facts);
  if (!environment.success) return [];
  const { packages, pip } = environment.data;
  return [
    ...packages.flatMap((one) => draft(one, digestOf(one))),
    ...pip.flatMap((one) => draft({ ...one, build: 'pypi_0' }, '')),
  ];
}

function digestOf({ sha256, md5 }: { sha256: string; md5: string }): string {
  if (sha256 !== '') return `conda-sha256:${sha256}`;
  return md5 === '' ? '' : `conda-md5:${md5}`;
}

function draft(record: { name: string; version: string; build: string }, digest: string): OfferingDraft[] {
  const name = nameConda(record);
  if (!name) return [];
  const { tool, label, version, variant, build } = name;
  return [{ tool, label, version, variant, build, provider: 'conda', digest, locator: '' }];
}
