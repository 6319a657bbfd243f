import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';

/** A frame whose content may be wider than it: while it is, the arrow keys scroll it, so that it can be reached with Tab. */
export function ScrollFrame({
  children,
  look = 'table-frame',
}: {
  children: ComponentChildren;
  look?: string;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const own = frame.current;
    if (!own) return;
    const measure = () =>
      setScrolls(own.scrollWidth > own.clientWidth || own.scrollHeight > own.clientHeight);
    const watch = new ResizeObserver(measure);
    watch.observe(own);
    for (const part of own.children) watch.observe(part);
    return () => watch.disconnect();
  }, []);
  return (
    <div ref={frame} class={look} tabIndex={scrolls ? 0 : undefined}>
      {children}
    </div>
  );
}
