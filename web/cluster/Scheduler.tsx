import type { ClusterScheduler } from '../../server/routes/schemas/places.ts';
import { documentPage, nodePage } from '../addresses/pages.ts';
import { Age } from '../components/Age.tsx';
import { Plain } from '../components/Plain.tsx';
import { counted } from '../text/quantities.ts';
import { visibleText } from '../text/visible.ts';

/** The batch system of a cluster, with what it says of its partitions and nodes. */
export function Scheduler({ scheduler }: { scheduler: ClusterScheduler }) {
  const { product, version, name, nodes, node, nodeName, confirmedAt } = scheduler;
  const parts = [
    ['Set-up', scheduler.document],
    ['Partitions', scheduler.partitions],
    [nodes === null ? 'Nodes' : counted(nodes, 'node'), scheduler.nodeTable],
    ['States that stay', scheduler.states],
  ] as const;
  return (
    <section aria-labelledby="scheduler-title">
      <h2 id="scheduler-title">Batch system</h2>
      <p>
        <Plain text={`${product} ${version}`.trim()} />
        {name !== '' && (
          <>
            , called <Plain text={name} />
          </>
        )}
        ; <a href={`${nodePage(node)}#scheduler`}>asked on {visibleText(nodeName)}</a>{' '}
        <Age at={confirmedAt} />
      </p>
      <ul class="parts">
        {parts.map(
          ([title, hash]) =>
            hash !== null && (
              <li key={title}>
                <a href={documentPage(hash)}>{title}</a>
              </li>
            ),
        )}
      </ul>
    </section>
  );
}
