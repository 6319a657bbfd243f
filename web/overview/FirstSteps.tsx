import { CopyLine } from '../components/CopyLine.tsx';

const YAML = `sites:
  north:
    clusters:
      aurora:
        nodes: login1,cpu[001-064]`;

/** The first visit: only this machine is known, and this is how a cluster is added. */
export function FirstSteps() {
  return (
    <section class="first-steps" aria-labelledby="first-title">
      <h2 id="first-title">So far, only the machine that this runs on</h2>
      <p>
        Add a cluster that you can reach over SSH. Nothing is installed on its nodes, and nothing on them is
        changed. The page <a href="/sites">Sites</a> helps you write its file and tries the connection step by
        step; by hand it goes so:
      </p>
      <ol>
        <li>
          <p>
            Write <code>sites.yaml</code>:
          </p>
          <pre>
            <code>{YAML}</code>
          </pre>
        </li>
        <li>
          <p>Apply it, and visit the nodes:</p>
          <CopyLine line="npm run -s gazetteer -- apply sites.yaml" name="the line that applies the file" />
          <CopyLine line="npm run -s gazetteer -- collect north" name="the line that visits the nodes" />
        </li>
      </ol>
      <p class="note">
        A host key that is not known yet fails its visit, and the visit says which line accepts the key. To
        see the bytes that run on a node: <code>gazetteer agent print</code>.
      </p>
    </section>
  );
}
