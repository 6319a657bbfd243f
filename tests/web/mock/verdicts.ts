import type { GroupVerdict, VerdictAnswerPage, VerdictRow } from '../../../server/routes/schemas/verdicts.ts';
import type { NodeGroup } from '../../../server/verdict/nodeGroup.ts';
import { judge } from '../../../server/verdict/verdict.ts';
import { card, content, group, image, inside, runtime, settings } from '../../verdict/invent.ts';
import { hashes } from './documents.ts';

/** The service's own judge on an invented image and three kinds of nodes. */
const subject = image({
  name: '/apps/images/pytorch_2.3-<b>cuda</b>12.4.sif',
  document: hashes.image,
  inside: inside([
    content('dpkg', 'libc6', '2.31-0ubuntu9.16'),
    content('dpkg', 'cuda-cudart-12-4', '12.4.127-1'),
  ]),
  settings: settings({ CUDA_VERSION: '12.4.1' }),
});

const apptainer = { runtimes: { runtimes: [runtime('apptainer', '1.3.4')] } };

const groups: NodeGroup[] = [
  {
    ...group({ ...apptainer, gpus: { gpus: [card({ driver: '535.129.03', cuda: '12.2' })] } }),
    nodes: 'gpu[01-02]',
    nodeCount: 2,
    nodeId: 4,
    roles: ['gpu'],
  },
  { ...group(apptainer), nodes: 'cpu[001-003]', nodeCount: 3, nodeId: 3 },
  { ...group({ ...apptainer, gpus: 'unknown' }), nodes: 'gpu03', nodeCount: 1, nodeId: 5, roles: ['gpu'] },
].map((one) => ({ ...one, site: 'northern', cluster: 'fjord' }));

export function verdictAnswer(query: URLSearchParams): VerdictAnswerPage {
  const judged = groups.map((one) => ({ one, ...judge(subject, one) }));
  const wanted = judged.filter(({ answer }) => !query.get('verdict') || answer === query.get('verdict'));
  const placed = wanted.map(({ one, answer, reasons }): { group: GroupVerdict; items: VerdictRow[] } => {
    const { site, cluster, nodes, nodeCount, nodeId, roles } = one;
    const shown: GroupVerdict = {
      subject: subject.name,
      kind: 'image',
      document: subject.document,
      site,
      cluster,
      nodes,
      nodeCount,
      node: nodeId,
      roles,
      verdict: answer,
    };
    const against = query.get('reasons') === 'against';
    const own = reasons.filter((reason) => !against || reason.answer !== 'yes');
    return { group: shown, items: own.map((reason) => ({ ...shown, ...reason })) };
  });
  const items = placed.flatMap((one) => one.items);
  return {
    asked: query.get('subject') ?? '',
    on: query.get('on') ?? '',
    subjects: [
      { name: subject.name, kind: 'image', document: subject.document, confirmedAt: subject.confirmedAt },
    ],
    more: false,
    groups: placed.map((one) => one.group),
    items,
    total: items.length,
    next: null,
  };
}
