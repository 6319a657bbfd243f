import { BadScope, parseScope, resolveScope } from '../compare/scope.ts';
import type {
  GroupVerdict,
  VerdictAnswer,
  VerdictAnswerPage,
  VerdictRow,
} from '../routes/schemas/verdicts.ts';
import type { Queryable } from '../store/database.ts';
import type { NodeGroup } from './nodeGroup.ts';
import { nodeGroupsIn } from './nodeGroups.ts';
import type { Subject } from './subject.ts';
import { findSubjects } from './subjects.ts';
import { judge, type Reason } from './verdict.ts';

export interface Question {
  /** What names an image or an environment. */
  subject: string;
  /** A site, a cluster, or nodes of one; '' for every cluster. */
  on: string;
  /** Only these verdicts; '' for all. */
  verdict: VerdictAnswer | '';
  /** `against`: only the reasons that do not simply say yes. */
  reasons: 'all' | 'against';
}

/** Whether what a text names runs in a place: a row per reason, nodes that are alike together. */
export async function verdicts(
  db: Queryable,
  { subject, on, verdict, reasons }: Question,
  progress: (done: number, total: number) => void = () => {},
): Promise<VerdictAnswerPage> {
  const { clusterIds, nodeIds } = await placesOf(db, on.trim());
  const { subjects, more } = await findSubjects(db, subject);
  const judged: { group: GroupVerdict; reasons: Reason[] }[] = [];
  for (let at = 0; at < clusterIds.length; at += AT_ONCE) {
    progress(at, clusterIds.length);
    const some = clusterIds.slice(at, at + AT_ONCE);
    const groups = await nodeGroupsIn(db, some, nodeIds);
    for (const one of subjects) {
      for (const id of some) for (const group of groups.get(id) ?? []) judged.push(judgedOn(one, group));
    }
  }
  const wanted = judged.filter(({ group }) => verdict === '' || group.verdict === verdict);
  const items = wanted.flatMap(({ group, reasons: own }) =>
    own
      .filter((reason) => reasons === 'all' || reason.answer !== 'yes')
      .map((reason): VerdictRow => ({ ...group, ...reason })),
  );
  return {
    asked: subject.trim(),
    on: on.trim(),
    subjects: subjects.map(({ name, kind, document, confirmedAt }) => ({
      name,
      kind,
      document,
      confirmedAt,
    })),
    more,
    groups: wanted.map(({ group }) => group),
    items,
    total: items.length,
    next: null,
  };
}

/** Clusters whose nodes are read by one statement. */
const AT_ONCE = 50;

interface Places {
  clusterIds: number[];
  nodeIds: number[] | null;
}

async function placesOf(db: Queryable, on: string): Promise<Places> {
  if (on === '') {
    const found = await db.query<{ id: number }>(
      `select cluster.id from cluster join site on site.id = cluster.site_id
       where cluster.retired_at is null and site.retired_at is null
       order by site.name collate "C", cluster.name collate "C"`,
    );
    return { clusterIds: found.rows.map(({ id }) => id), nodeIds: null };
  }
  const scope = parseScope(on);
  if (scope.at !== null) throw new BadScope('verdicts are of what is known now, not of a past day');
  return resolveScope(db, scope);
}

function judgedOn(subject: Subject, group: NodeGroup): { group: GroupVerdict; reasons: Reason[] } {
  const { answer, reasons } = judge(subject, group);
  const { site, cluster, nodes, nodeCount, nodeId, roles } = group;
  const { name, kind, document } = subject;
  const place = { site, cluster, nodes, nodeCount, node: nodeId, roles };
  return { group: { subject: name, kind, document, ...place, verdict: answer }, reasons };
}
