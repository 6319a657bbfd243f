import { useEffect, useId, useState } from 'preact/hooks';
import { useLocation } from 'preact-iso';
import type { Suggestion as Suggested } from '../../server/routes/schemas/find.ts';
import { findPage } from '../addresses/pages.ts';
import { Plain } from '../components/Plain.tsx';
import { counted } from '../text/quantities.ts';
import { readSearch, type Sought, writeSearch } from './searchText.ts';
import { useSuggestions } from './useSuggestions.ts';

interface Props {
  sought: Sought;
  /** Filters that a new search keeps. */
  kept?: Record<string, string>;
}

/** The combobox of the ARIA Authoring Practices, "list autocomplete with manual selection". */
export function SearchBox({ sought, kept = {} }: Props) {
  const { route } = useLocation();
  const id = useId();
  const asked = writeSearch(sought);
  const [text, setText] = useState(asked);
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const suggestions = useSuggestions(text, open);
  useEffect(() => setText(asked), [asked]);

  const expanded = open && suggestions.length > 0;
  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const go = (what: Sought) => {
    setText(writeSearch(what));
    close();
    route(findPage({ ...kept, ...what }));
  };
  const choose = (one: Suggested) => go({ tool: one.tool, version: one.version || readSearch(text).version });

  const keys: Record<string, () => boolean> = {
    ArrowDown: () => {
      setOpen(true);
      setActive(expanded ? (active + 1) % suggestions.length : 0);
      return true;
    },
    ArrowUp: () => {
      setOpen(true);
      setActive(active <= 0 ? suggestions.length - 1 : active - 1);
      return true;
    },
    Enter: () => {
      const chosen = expanded ? suggestions[active] : undefined;
      if (chosen) choose(chosen);
      return chosen !== undefined;
    },
    Escape: () => {
      if (!open) setText('');
      close();
      return true;
    },
    Tab: () => {
      close();
      return false;
    },
  };

  return (
    <form
      class="search"
      action="/find"
      aria-label="Find a tool"
      onSubmit={(event) => {
        event.preventDefault();
        go(readSearch(text));
      }}
    >
      <label for={`${id}-box`}>Find a tool, or a tool and a version</label>
      <div class="search-line">
        <div class="search-box">
          <input
            id={`${id}-box`}
            name="tool"
            type="text"
            role="combobox"
            aria-expanded={expanded}
            aria-controls={`${id}-list`}
            aria-autocomplete="list"
            aria-activedescendant={expanded && active >= 0 ? `${id}-${active}` : undefined}
            autocomplete="off"
            autocapitalize="none"
            spellcheck={false}
            placeholder="samtools 1.17"
            value={text}
            onInput={(event) => {
              setText(event.currentTarget.value);
              setOpen(true);
              setActive(-1);
            }}
            onKeyDown={(event) => {
              if (!event.isComposing && keys[event.key]?.()) event.preventDefault();
            }}
            onBlur={close}
          />
          <div id={`${id}-list`} role="listbox" aria-label="Tools and versions" hidden={!expanded}>
            {suggestions.map((one, index) => (
              <Suggestion
                key={`${one.tool} ${one.version}`}
                id={`${id}-${index}`}
                suggestion={one}
                active={index === active}
                choose={() => choose(one)}
              />
            ))}
          </div>
        </div>
        <button type="submit">Find</button>
      </div>
      <p class="out-of-sight" role="status">
        {expanded ? `${counted(suggestions.length, 'suggestion')}; arrow keys to choose` : ''}
      </p>
    </form>
  );
}

function Suggestion({
  id,
  suggestion,
  active,
  choose,
}: {
  id: string;
  suggestion: Suggested;
  active: boolean;
  choose: () => void;
}) {
  return (
    // The focus stays in the box, whose keys choose; the mouse is the other way.
    // biome-ignore lint/a11y/useKeyWithClickEvents: see above
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div
      id={id}
      role="option"
      aria-selected={active}
      onMouseDown={(event) => event.preventDefault()}
      onClick={choose}
    >
      <span class="suggestion-name">
        <Plain
          text={suggestion.version === '' ? suggestion.label : `${suggestion.label} ${suggestion.version}`}
        />
      </span>
      {suggestion.version === '' && suggestion.newest !== '' && (
        <span class="suggestion-newest">
          <Plain text={suggestion.newest} />
        </span>
      )}
      {suggestion.description !== '' && (
        <span class="suggestion-about">
          <Plain text={suggestion.description} />
        </span>
      )}
      <span class="leader" />
      <span class="suggestion-counts">
        {suggestion.version === '' && `${counted(suggestion.versions, 'version')}, `}
        {counted(suggestion.clusters, 'cluster')}
      </span>
    </div>
  );
}
