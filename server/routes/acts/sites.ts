import { join } from 'node:path';
import { z } from 'zod';
import { acceptSeen } from '../../connect/acceptSeen.ts';
import { nodeOf } from '../../connect/nodeOf.ts';
import { testConnection } from '../../connect/testConnection.ts';
import type { Context } from '../../context.ts';
import { heldText } from '../../discovery/vanished.ts';
import { applySites, inventoryOf, type SitesText } from '../../inventory/applySites.ts';
import { refusePrograms } from '../../inventory/programs.ts';
import { reportDraftOf } from '../../inventory/reportDraft.ts';
import { retirePlace } from '../../inventory/retirePlace.ts';
import { draftOf } from '../../inventory/sitesDraft.ts';
import { type Act, act } from '../act.ts';
import {
  AcceptedKey,
  AppliedSites,
  ClusterFields,
  ConnectionStep,
  Removed,
  ReportDraft,
  ReportFields,
  SitesDraft,
} from '../schemas/sites.ts';

const file = {
  text: z.string().max(1_500_000).describe('the sites file, see docs/sites.md'),
  path: z
    .string()
    .max(1000)
    .default('')
    .describe(
      'where it lies, so that relative paths in it are right; empty for sites.yaml in the data folder',
    ),
};

const fileOf = (context: Context, { text, path }: SitesText): SitesText => ({
  text,
  path: path === '' ? join(context.config.dataFolder, 'sites.yaml') : path,
});

/** What an administrator does to sites: change the file, try it, accept host keys, apply it. */
export const sitesActs: Act[] = [
  act({
    path: '/sites/draft',
    summary: 'A sites file with a cluster changed or added, comments kept; nothing is stored',
    action: 'sites set',
    changes: false,
    body: z.strictObject({
      ...file,
      site: z.string().max(200),
      cluster: z.string().max(200),
      fields: ClusterFields.partial()
        .default({})
        .describe('what changes; a field that is not given stays, an empty one is taken out'),
    }),
    response: SitesDraft,
    deed: ({ body }) => ({ target: `${body.site}/${body.cluster}` }),
    handle: async (context, { body }) => draftOf({ ...body, ...fileOf(context, body) }),
  }),
  act({
    path: '/sites/report',
    summary: 'A sites file with a regular report changed or added, comments kept; nothing is stored',
    action: 'sites report',
    changes: false,
    body: z.strictObject({
      ...file,
      report: z.string().max(200).describe('its name'),
      fields: ReportFields.partial()
        .default({})
        .describe('what changes; a field that is not given stays, an empty one is taken out'),
    }),
    response: ReportDraft,
    deed: ({ body }) => ({ target: body.report }),
    handle: async (context, { body }) => reportDraftOf({ ...body, ...fileOf(context, body) }),
  }),
  act({
    path: '/sites/test',
    summary:
      'Try to reach one node of a sites file, step by step, a line of JSON each as it comes; nothing is stored',
    action: 'sites test',
    body: z.strictObject({
      ...file,
      node: z.string().max(400).describe('site/cluster or site/cluster/node'),
    }),
    response: ConnectionStep,
    deed: ({ body }) => ({ target: body.node }),
    stream: async (context, { body }, tell, signal) => {
      const inventory = inventoryOf(fileOf(context, body));
      await refusePrograms(context.db, inventory);
      const { visit } = nodeOf(inventory, body.node, context.config.dataFolder);
      await testConnection(visit, tell, signal);
    },
  }),
  act({
    path: '/sites/hostkey',
    summary: 'Accept the host key that a test showed, if the host still offers it',
    action: 'hostkeys accept',
    body: z.strictObject({
      ...file,
      node: z.string().max(400).describe('the node that was tested'),
      fingerprint: z.string().max(200).describe('as the test showed it: SHA256:...'),
    }),
    response: AcceptedKey,
    deed: ({ body }) => ({ target: body.node, detail: body.fingerprint }),
    handle: async (context, { body }) => {
      const { dataFolder } = context.config;
      const inventory = inventoryOf(fileOf(context, body));
      // The way to a host may need a login at another one.
      await refusePrograms(context.db, inventory);
      const { visit } = nodeOf(inventory, body.node, dataFolder);
      // Nobody logs in to a node that is read inside jobs, but to the one that starts them.
      return acceptSeen(visit.target.via ?? visit.target, body.fingerprint);
    },
  }),
  act({
    path: '/sites/apply',
    summary: 'Make the sites, clusters and nodes those of a sites file',
    action: 'apply',
    body: z.strictObject({
      ...file,
      prune: z.boolean().default(false).describe('take out of service what the file does not name'),
    }),
    response: AppliedSites,
    deed: ({ body }) => ({ target: body.path, detail: body.prune ? 'prune' : '' }),
    handle: async (context, { body }, { who }) => {
      const { db, config } = context;
      const own = fileOf(context, body);
      await refusePrograms(db, inventoryOf(own));
      const options = { prune: body.prune, who, dataFolder: config.dataFolder };
      const { applied, discovered } = await applySites(db, own, options);
      return {
        applied,
        problems: discovered.flatMap(({ cluster, problems, held }) => [
          ...held.map(
            (one) => `${cluster}: ${heldText(one)}; they stay until that is accepted or found again`,
          ),
          ...problems,
        ]),
      };
    },
  }),
  act({
    path: '/clusters/{site}/{cluster}/remove',
    summary: 'Take a cluster out of service; nothing that is known of it is deleted',
    action: 'clusters remove',
    params: z.object({ site: z.string().max(200), cluster: z.string().min(1).max(200) }),
    body: z.strictObject({ name: z.string().max(200).describe('its name again, to be sure') }),
    response: Removed,
    deed: ({ params }) => ({ target: `${params.site}/${params.cluster}` }),
    handle: ({ db }, { params, body }, { who }) => retirePlace(db, params, { ...body, who }),
  }),
  act({
    path: '/sites/{site}/remove',
    summary: 'Take a site with all of its clusters out of service; nothing that is known of them is deleted',
    action: 'clusters remove',
    params: z.object({ site: z.string().max(200) }),
    body: z.strictObject({ name: z.string().max(200).describe('its name again, to be sure') }),
    response: Removed,
    deed: ({ params }) => ({ target: params.site }),
    handle: ({ db }, { params, body }, { who }) =>
      retirePlace(db, { site: params.site, cluster: '' }, { ...body, who }),
  }),
];

export const sitesStatus: Record<string, number> = {
  'sites-file': 422,
  'bad-name': 422,
  'not-confirmed': 422,
  'not-removable': 409,
  'no-node': 404,
  'runs-a-program': 403,
  'host-key-gone': 409,
  'host-key-revoked': 409,
};
