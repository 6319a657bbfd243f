import type { FunctionComponent } from 'preact';
import { lazy } from 'preact-iso';

/**
 * A page whose script is fetched when it is first shown. Its file may be gone: the service was updated since this tab was
 * opened, or cannot be reached.
 */
export function latePage(load: () => Promise<FunctionComponent>) {
  return lazy<FunctionComponent>(() => load().catch(() => NotLoaded));
}

function NotLoaded() {
  return (
    <section class="notice notice-failed" role="alert">
      <h1>This page could not be loaded</h1>
      <p>The service cannot be reached, or was updated since this tab was opened.</p>
      <p>
        <button type="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </p>
    </section>
  );
}
