import { useRef, useState } from 'preact/hooks';
import type { ConnectionStep } from '../../server/routes/schemas/sites.ts';
import { ApiFailure } from '../api/request.ts';
import { streamJson } from '../api/streamJson.ts';
import { Plain } from '../components/Plain.tsx';
import { ActButton, Problem } from '../session/ActButton.tsx';
import { ConnectionSteps } from './ConnectionSteps.tsx';

/** Tries to reach a node as the file has it now, and tells each step as it comes. */
export function ConnectionTest({
  text,
  path,
  place,
  nodes,
}: {
  text: string;
  path: string;
  place: string;
  nodes: string[];
}) {
  const [chosen, setChosen] = useState('');
  const [steps, setSteps] = useState<ConnectionStep[]>([]);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ApiFailure | null>(null);
  const running = useRef<AbortController | null>(null);
  const node = nodes.includes(chosen) ? chosen : (nodes[0] ?? '');
  const body = { text, path, node: `${place}/${node}` };
  const run = async () => {
    running.current?.abort();
    const own = new AbortController();
    running.current = own;
    setSteps([]);
    setFailure(null);
    setBusy(true);
    try {
      await streamJson<ConnectionStep>(
        '/sites/test',
        body,
        (step) => running.current === own && setSteps((before) => [...before, step]),
        own.signal,
      );
    } catch (thrown) {
      if (!own.signal.aborted && thrown instanceof ApiFailure) setFailure(thrown);
    }
    if (running.current === own) setBusy(false);
  };
  const key = steps.findLast(({ hostKey, state }) => hostKey && state === 'failed')?.hostKey;
  return (
    <section class="connection" aria-labelledby="connection-title">
      <h2 id="connection-title">Test the connection</h2>
      <div class="act-form">
        <label class="filter">
          <span class="label">Node</span>
          <select value={node} onChange={(event) => setChosen(event.currentTarget.value)}>
            {nodes.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <button type="button" disabled={node === ''} onClick={() => void run()}>
          {busy ? 'Test again' : 'Test'}
        </button>
        {busy && (
          <button type="button" onClick={() => running.current?.abort()}>
            Stop
          </button>
        )}
      </div>
      <div role="alert">{failure && <Problem failure={failure} />}</div>
      <ConnectionSteps steps={steps} />
      {!busy && key && key.state !== 'revoked' && (
        <div class="notice">
          <p>
            {key.jump ? 'The jump host' : 'The node'} <Plain text={key.host} /> offers the {key.type} key{' '}
            <code>{key.fingerprint}</code>
            {key.state === 'changed' ? ', which is another one than the accepted one' : ''}. Compare it with
            what its administrator tells you, or with <code>ssh-keygen -lf</code> there.
          </p>
          <ActButton
            title="Accept this key"
            path="/sites/hostkey"
            body={{ ...body, fingerprint: key.fingerprint }}
            sure={`It is ${key.fingerprint.slice(0, 15)}…: accept it`}
            done={() => void run()}
          />
        </div>
      )}
    </section>
  );
}
