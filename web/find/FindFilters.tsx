import type { Filters } from '../addresses/useFilters.ts';
import { findChoicesRequest } from '../api/requests.ts';
import { useApi } from '../api/useApi.ts';
import { ChoiceFilter, FilterForm, PlaceFilters, TextFilter } from '../components/FilterForm.tsx';
import { Plain } from '../components/Plain.tsx';
import { visibleText } from '../text/visible.ts';

const providers = ['apptainer', 'podman', 'docker', 'conda', 'module', 'spack', 'venv', 'system'];
const tiers = ['1a', '1b', '2', '3', '4'];
const same = (values: string[] = []) => values.map((value) => ({ value, title: value }));

/** What narrows: places and forms always, and of one tool also what the nodes are that have it. */
export function FindFilters({ filters, names }: { filters: Filters; names: string[] }) {
  const one = names.includes('architecture');
  const choices = useApi(one ? findChoicesRequest : null).data;
  const build = filters.value('build');
  return (
    <FilterForm filters={filters} names={names}>
      <PlaceFilters filters={filters} />
      <ChoiceFilter title="As" name="provider" filters={filters} choices={same(providers)} />
      {one && (
        <>
          <ChoiceFilter title="Tier" name="tier" filters={filters} choices={same(tiers)} />
          <ChoiceFilter
            title="Architecture"
            name="architecture"
            filters={filters}
            choices={same(choices?.architectures)}
          />
          <ChoiceFilter title="GPU" name="gpu" filters={filters} choices={same(choices?.gpus)} />
          <ChoiceFilter
            title="Partition"
            name="partition"
            filters={filters}
            choices={same(choices?.partitions)}
          />
          <TextFilter title="Conda channel" name="channel" filters={filters} placeholder="bioconda" />
          {build !== '' && (
            <p class="filter filter-fixed">
              <span class="label">Build</span>
              <a
                href={filters.link({ build: '' })}
                aria-label={visibleText(`No longer only the build ${build}`)}
              >
                <Plain text={build} />
                <span class="cross" aria-hidden="true">
                  ×
                </span>
              </a>
            </p>
          )}
        </>
      )}
    </FilterForm>
  );
}
