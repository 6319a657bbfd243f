import { BadScope, parseScope, resolveScope } from '../compare/scope.ts';
import type {
  GroupVerdict,
  VerdictAnswer,
  VerdictAnswerPage,
  VerdictRow,
} from '../routes/schemas/verdicts.ts';
import type { Queryable } from '../store/database.ts';
import type { NodeGroup } from './nodeGroup.ts';
import { nodeGroupsOf } from './nodeGroups.ts';
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
  const places = await placesOf(db, on.trim());
  const { subjects, more } = await findSubjects(db, subject);
  const judged: { group: GroupVerdict; reasons: Reason[] }[] = [];
  for (const [at, place] of places.entries()) {
    progress(at, places.length);
    const groups = await nodeGroupsOf(db, place.clusterId, place.nodeIds);
    for (const one of subjects) for (const group of groups) judged.push(judgedOn(one, group));
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

interface Place {
  clusterId: number;
  nodeIds: number[] | null;
}

async function placesOf(db: Queryable, on: string): Promise<Place[]> {
  if (on === '') {
    const found = await db.query<{ id: number }>(
      `select cluster.id from cluster join site on site.id = cluster.site_id
       where cluster.retired_at is null and site.retired_at is null
       order by site.name collate "C", cluster.name collate "C"`,
    );
    return found.rows.map(({ id }) => ({ clusterId: id, nodeIds: null }));
  }
  const scope = parseScope(on);
  if (scope.at !== null) throw new BadScope('verdicts are of what is known now, not of a past day');
  const { clusterIds, nodeIds } = await resolveScope(db, scope);
  return clusterIds.map((clusterId) => ({ clusterId, nodeIds }));
}

function judgedOn(subject: Subject, group: NodeGroup): { group: GroupVerdict; reasons: Reason[] } {
  const { answer, reasons } = judge(subject, group);
  const { site, cluster, nodes, nodeCount, nodeId, roles } = group;
  const { name, kind, document } = subject;
  const place = { site, cluster, nodes, nodeCount, node: nodeId, roles };
  return { group: { subject: name, kind, document, ...place, verdict: answer }, reasons };
}
