import { CopyLine } from '../components/CopyLine.tsx';
import { ActButton } from '../session/ActButton.tsx';
import { useAdministrator } from '../session/session.ts';

/** For who has no cluster yet: two invented sites to look at. */
export function DemoOffer({ again }: { again: () => void }) {
  const who = useAdministrator();
  return (
    <section class="notice" aria-labelledby="demo-title">
      <h3 id="demo-title" class="notice-title">
        Or look at a demonstration first
      </h3>
      <p>
        Two invented sites with nine recorded nodes, read as folders of this machine. Their names begin with{' '}
        <code>demo-</code> wherever they show, and one press removes them with everything that was known of
        them.
      </p>
      {who === null ? (
        <>
          <CopyLine line="npm run -s gazetteer -- demo load" name="the line that loads the demonstration" />
          <p>
            Or <a href="/sign-in">sign in</a>, and load it here.
          </p>
        </>
      ) : (
        <ActButton title="Load the demonstration" path="/demo/load" done={again} />
      )}
    </section>
  );
}

/** While it is loaded, the overview says so, and how it goes. */
export function DemoNote({ again }: { again: () => void }) {
  const who = useAdministrator();
  return (
    <section class="notice notice-stale" aria-label="Demonstration">
      <p>
        <strong>Demonstration sites are loaded.</strong> They are invented, their names begin with{' '}
        <code>demo-</code>, and the counts on these pages have them in.
      </p>
      {who === null ? (
        <CopyLine line="npm run -s gazetteer -- demo remove" name="the line that removes the demonstration" />
      ) : (
        <ActButton
          title="Remove the demonstration"
          path="/demo/remove"
          sure="Remove it, with all that is known of it"
          done={again}
        />
      )}
    </section>
  );
}
