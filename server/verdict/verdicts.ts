import { BadScope, parseScope, resolveScope } from '../compare/scope.ts';
import type { VerdictAnswerPage, VerdictRow } from '../routes/schemas/verdicts.ts';
import type { Queryable } from '../store/database.ts';
import type { NodeGroup } from './nodeGroup.ts';
import { nodeGroupsOf } from './nodeGroups.ts';
import type { Subject } from './subject.ts';
import { findSubjects } from './subjects.ts';
import { judge } from './verdict.ts';

export interface Question {
  /** What names an image or an environment. */
  subject: string;
  /** A site, a cluster, or nodes of one; '' for every cluster. */
  on: string;
}

/** Whether what a text names runs in a place: a row per reason, nodes that are alike together. */
export async function verdicts(
  db: Queryable,
  { subject, on }: Question,
  progress: (done: number, total: number) => void = () => {},
): Promise<VerdictAnswerPage> {
  const places = await placesOf(db, on.trim());
  const { subjects, more } = await findSubjects(db, subject);
  const items: VerdictRow[] = [];
  for (const [at, place] of places.entries()) {
    progress(at, places.length);
    const groups = await nodeGroupsOf(db, place.clusterId, place.nodeIds);
    for (const one of subjects) for (const group of groups) items.push(...rowsOf(one, group));
  }
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

function rowsOf(subject: Subject, group: NodeGroup): VerdictRow[] {
  const { answer, reasons } = judge(subject, group);
  const { site, cluster, nodes, nodeCount, roles } = group;
  return reasons.map(({ rule, answer: own, message, facts }) => ({
    subject: subject.name,
    kind: subject.kind,
    document: subject.document,
    site,
    cluster,
    nodes,
    nodeCount,
    node: group.nodeId,
    roles,
    verdict: answer,
    rule,
    answer: own,
    message,
    facts,
  }));
}
