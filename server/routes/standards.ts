import { z } from 'zod';
import { lockPlace } from '../lock/place.ts';
import { moduleList } from '../ondemand/moduleList.ts';
import { clusterBill, documentBill } from '../sbom/bill.ts';
import { BOM_TYPE, bomText } from '../sbom/bom.ts';
import { Hash } from './schemas/common.ts';
import { clusterParams, type StandardFile, standardFile } from './standardFile.ts';

/** Files in forms that others have defined: docs/standards.md. */
export const standards: StandardFile[] = [
  standardFile({
    path: '/documents/{hash}/sbom',
    summary: 'What an environment, an image or another document is made of, as a CycloneDX bill of materials',
    params: z.object({ hash: Hash }),
    type: BOM_TYPE,
    answer: async ({ db }, { hash }) => ({
      name: `gazetteer-${hash.slice(0, 12)}.cdx.json`,
      text: bomText(await documentBill(db, hash)),
    }),
  }),
  standardFile({
    path: '/clusters/{site}/{cluster}/sbom',
    summary: 'What a cluster offers and what that is made of, as a CycloneDX bill of materials',
    params: clusterParams,
    type: BOM_TYPE,
    answer: async ({ db, config }, { site, cluster }) => {
      const scope = await lockPlace(db, `${site}/${cluster}`);
      const { staleDays } = config.compare;
      return {
        name: `gazetteer-${site}-${cluster}.cdx.json`,
        text: bomText(await clusterBill(db, scope, { staleDays, now: new Date() })),
      };
    },
  }),
  standardFile({
    path: '/clusters/{site}/{cluster}/ondemand',
    summary: "A cluster's modules as Open OnDemand's module browser reads them",
    params: clusterParams,
    type: 'application/json',
    answer: async ({ db }, { site, cluster }) => {
      const { text } = await moduleList(db, await lockPlace(db, `${site}/${cluster}`));
      return { name: `${cluster}.json`, text };
    },
  }),
];
