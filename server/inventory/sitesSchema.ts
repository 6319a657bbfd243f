import { z } from 'zod';
import { facetNames } from '../facets/names.ts';
import { parseJumps } from '../ssh/jumpHost.ts';
import { isSchedule } from './collection.ts';
import { SaidReport } from './reportsSchema.ts';
import { expected, isTimezone, oneOrMore, only, text, texts } from './sitesWords.ts';
import { isWindow } from './windows.ts';

/** The facets that read places an administrator may add. */
export const rootFacets = [
  'modules',
  'conda',
  'images',
  'spack',
  'scheduler',
  'cvmfs',
  'venvs',
  'easybuild',
] as const;

export const roles = ['login', 'compute', 'gpu', 'service'] as const;
export type Role = (typeof roles)[number];

const keyFile = text('the path of a private key file').refine(
  (path) => !path.includes('PRIVATE KEY'),
  'expected the path of a private key file and not the key itself: keys stay in files',
);

const JUMP = 'a jump host such as audit@gate.example:22, a list of them, or none';
const jumps = z.string(expected(JUMP)).refine((text) => parseJumps(text) !== undefined, `expected ${JUMP}`);

const folder = z.string(expected('an absolute path')).startsWith('/', expected('an absolute path'));
const folders = z.array(folder, expected('a list of absolute paths'));
const seconds = z
  .number(expected('a number of seconds'))
  .min(0.1, expected('at least 0.1 seconds'))
  .max(86_400, expected('at most 86400 seconds'));

const UNITS: Record<string, number> = {
  '': 1,
  kb: 1e3,
  mb: 1e6,
  gb: 1e9,
  kib: 1024,
  mib: 1024 ** 2,
  gib: 1024 ** 3,
};
const SIZE = 'a size such as 64 MiB';
const size = z
  .union([z.number(), z.string()], expected(SIZE))
  .transform((value) => {
    const [, number, unit = ''] = /^([0-9]{1,15})\s*([kmg]i?b)?$/i.exec(String(value)) ?? [];
    return Number(number) * (UNITS[unit.toLowerCase()] ?? Number.NaN);
  })
  .refine((bytes) => bytes >= 1024 && bytes <= 2 ** 40, `expected ${SIZE}`);

const CONTROL_PATH = 'an absolute path as ssh_config(5) writes ControlPath, such as ~/.ssh/master-%C';

export const Ssh = only('a map of ssh settings', {
  user: text('a user name')
    .regex(/^[^\s:@/]+$/, expected('a user name'))
    .optional(),
  port: z
    .int(expected('a port number'))
    .min(1, expected('a port from 1 to 65535'))
    .max(65_535, expected('a port from 1 to 65535'))
    .optional(),
  identityFile: z
    .union([keyFile, z.array(keyFile)], expected('the path of a private key file, or a list of them'))
    .optional(),
  agent: z
    .union([z.boolean(), text('a path')], expected('true, false, or the path of an agent socket'))
    .optional(),
  knownHosts: oneOrMore('the path of a known_hosts file').optional(),
  controlPath: z
    .string(expected(CONTROL_PATH))
    .regex(/^[~/][^\s"'\\]*$/, expected(CONTROL_PATH))
    .optional(),
  config: z
    .union([z.literal(false), text('a path')], expected('the path of an ssh configuration file, or false'))
    .optional(),
  jump: z.union([jumps, z.array(jumps)], expected(JUMP)).optional(),
  jumpNodes: z
    .int(expected('a number of nodes'))
    .min(1, expected('at least 1'))
    .max(10_000, expected('at most 10000'))
    .optional(),
  passphraseCommand: z
    .array(text('a program and its arguments'), expected('a list: a program and its arguments'))
    .min(1, expected('a list: a program and its arguments'))
    .optional(),
  addresses: z
    .union(
      [text('an address'), z.record(z.string(), text('an address such as 10.0.0.1 or host:2222'))],
      expected('an address with %n for the node name, or a map from nodes to addresses'),
    )
    .optional(),
});

const option = (what: string) =>
  text(what)
    .regex(/^[A-Za-z0-9][A-Za-z0-9_.,:/@+=-]*$/, expected(what))
    .optional();

export const Job = only('a map of job settings', {
  via: text('the name of a node').optional(),
  nodes: z.enum(['class', 'all'], expected('class or all')).optional(),
  start: z.enum(['srun', 'sbatch'], expected('srun or sbatch')).optional(),
  folder: folder.optional(),
  account: option('an account'),
  partition: option('a partition'),
  qos: option('a QoS'),
  reservation: option('a reservation'),
  gres: option('devices such as gpu:1'),
  memory: option('an amount of memory such as 1G'),
  minutes: z.number(expected('a number of minutes')).min(1).max(1440).optional(),
  waitSeconds: seconds.optional(),
});

const settings = {
  transport: z
    .enum(
      ['ssh', 'openssh', 'local', 'job', 'push', 'file'],
      expected('ssh, openssh, local, job, push or file'),
    )
    .optional(),
  ssh: Ssh.optional(),
  agent: z.enum(['sent', 'installed'], expected('sent or installed')).optional(),
  roots: only(`a map with ${rootFacets.join(', ')}`, {
    modules: folders.optional(),
    conda: folders.optional(),
    images: folders.optional(),
    spack: folders.optional(),
    scheduler: folders.optional(),
    cvmfs: folders.optional(),
    venvs: folders.optional(),
    easybuild: folders.optional(),
  }).optional(),
  owners: texts('a user name').optional(),
  homes: z.boolean(expected('true or false')).optional(),
  digests: z.boolean(expected('true or false')).optional(),
  contents: z.boolean(expected('true or false')).optional(),
  loadTests: z.boolean(expected('true or false')).optional(),
  facets: z
    .array(z.enum(facetNames, expected(`one of ${facetNames.join(', ')}`)), expected('a list of facets'))
    .optional(),
  limits: only('a map of limits', {
    connectSeconds: seconds.optional(),
    visitSeconds: seconds.optional(),
    facetSeconds: seconds.optional(),
    maxBytes: size.optional(),
    operations: z
      .int(expected('a number of operations a second, 0 for any'))
      .min(0, expected('a number of operations a second, 0 for any'))
      .optional(),
  }).optional(),
  root: folder.optional(),
  job: Job.optional(),
  stamps: z
    .record(
      folder,
      folder,
      expected('a map from folders to files that are touched whenever something below changes'),
    )
    .optional(),
  shared: folders.optional(),
  busy: z.enum(['visit', 'cheap', 'skip'], expected('visit, cheap or skip')).optional(),
  walkHours: z.number(expected('a number of hours')).min(0).max(8760).optional(),
  peers: text('a name for nodes that are to be alike').optional(),
};

const WINDOW = 'a time such as "tue 08:00-12:00", "daily 22:00-02:00" or 2026-12-24/2027-01-02';

const Collect = only('a map of when to collect', {
  schedule: z
    .string(expected('five fields as in crontab(5), such as "0 3 * * *"'))
    .refine(isSchedule, 'expected five fields as in crontab(5), such as "0 3 * * *"')
    .optional(),
  jitterMinutes: z.number(expected('a number of minutes')).min(0).max(1440).optional(),
  nodes: z.int(expected('a number of nodes')).min(0).max(10_000).optional(),
  hours: z.number(expected('a number of hours')).min(0.01).max(168).optional(),
  maintenance: z
    .array(z.string(expected(WINDOW)).refine(isWindow, `expected ${WINDOW}`), expected('a list of times'))
    .optional(),
});

/** What can be said of whole clusters and above, not of a group of nodes. */
const shared = {
  ...settings,
  collect: Collect.optional(),
  access: z
    .record(
      text('the name of a tool'),
      text('a note on how to get access').max(500, expected('a note of at most 500 characters')),
      expected('a map from tools to notes'),
    )
    .optional(),
};

export const Settings = only('a map of settings', shared);
export type Settings = z.infer<typeof Settings>;

const NODE_SET = 'a node set such as "login1,cpu[001-064]"';

const nodeName = text('the name of a node');

/** Where the names of nodes come from instead of standing in the file. */
export const From = only('a map with slurm, genders, ansible, clustershell or list', {
  slurm: text('the name of the node to ask').optional(),
  genders: text('the path of a genders file').optional(),
  ansible: text('the path of an inventory').optional(),
  clustershell: text('the path of a file with groups').optional(),
  list: text('the path of a file with node sets').optional(),
  groups: oneOrMore('a group').optional(),
  partitions: oneOrMore('a partition').optional(),
  exclude: text('a node set').optional(),
});
export type From = z.infer<typeof From>;

export const Group = only('a map with nodes', {
  nodes: text(NODE_SET).optional(),
  from: From.optional(),
  role: z.enum(roles, expected(`one of ${roles.join(', ')}`)).optional(),
  ...settings,
});
export type Group = z.infer<typeof Group>;

export const Cluster = only('a map with nodes', {
  title: text('a title').optional(),
  /** The node that is asked for the batch system of the cluster. */
  scheduler: z
    .union([nodeName, only('a map with node', { node: nodeName })], expected('the name of a node'))
    .optional(),
  nodes: z.union(
    [
      text(NODE_SET),
      z.array(z.union([text(NODE_SET), Group], expected(`${NODE_SET}, or a map with nodes`))),
      Group,
    ],
    expected(`${NODE_SET}, or a list of them`),
  ),
  /** Names that nodes had before, and the ones they have now. */
  renamed: z
    .record(text('the old name of a node'), nodeName, expected('a map from old names to new ones'))
    .optional(),
  ...shared,
});
export type Cluster = z.infer<typeof Cluster>;

export const Site = only('a map with clusters', {
  title: text('a title').optional(),
  timezone: text('a time zone').refine(isTimezone, 'expected a time zone such as Europe/Berlin').optional(),
  contact: text('an e-mail address or a page').optional(),
  clusters: z.record(z.string(), Cluster, expected('a map from cluster names to clusters')),
  ...shared,
});
export type Site = z.infer<typeof Site>;

export const SitesFile = only('a map with sites', {
  defaults: Settings.optional(),
  sites: z.record(z.string(), Site, expected('a map from site names to sites')),
  reports: z
    .record(z.string(), SaidReport, expected('a map from names to reports that are made regularly'))
    .optional(),
});
export type SitesFile = z.infer<typeof SitesFile>;
