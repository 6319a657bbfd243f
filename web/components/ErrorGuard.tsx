import type { ComponentChildren } from 'preact';
import { useErrorBoundary } from 'preact/hooks';

/** An answer that a page cannot draw costs that page, and says so. */
export function ErrorGuard({ children }: { children: ComponentChildren }) {
  const [thrown] = useErrorBoundary();
  if (thrown === undefined) return <>{children}</>;
  return (
    <section class="notice notice-failed" role="alert">
      <h1>This page could not be drawn</h1>
      <p>
        The service answered something that the page does not understand. Is one of them newer than the other?
      </p>
      <p>
        <button type="button" onClick={() => location.reload()}>
          Load the page again
        </button>
      </p>
    </section>
  );
}
