import { explicitForm, exportForm, listForms } from './condaLists.ts';
import { environmentYml } from './environmentYml.ts';
import type { CheckForm } from './form.ts';
import { gazetteerLock } from './gazetteerLock.ts';
import { imageReference } from './imageReference.ts';
import { jobScript } from './jobScript.ts';
import { lmodCollection } from './lmodCollection.ts';
import { lockForms } from './locks.ts';
import { moduleList, moduleNames } from './moduleList.ts';
import { nextflow } from './nextflow.ts';
import { requirementsTxt } from './requirementsTxt.ts';
import { sifFile } from './sifFile.ts';
import { snakemake } from './snakemake.ts';

/** In the order in which they are tried: what is surest first. */
export const checkForms: CheckForm[] = [
  sifFile,
  lmodCollection,
  gazetteerLock,
  ...lockForms,
  explicitForm,
  ...listForms,
  environmentYml,
  nextflow,
  snakemake,
  moduleList,
  jobScript,
  imageReference,
  moduleNames,
  exportForm,
  requirementsTxt,
];
