import type { ComponentChildren } from 'preact';
import { Form, type FormErrors, type FormValues } from './form.tsx';
import { Icon } from './icon.tsx';
import { useUi } from './page-context.ts';

export type FiltersProps = {
  action: string;
  values?: FormValues;
  errors?: FormErrors;
  /** In force now, each with the address that lifts it. */
  active?: readonly { label: string; removeHref: string }[];
  /** Address of the list without any filter. */
  clearHref?: string;
  id?: string;
  children: ComponentChildren;
};

/** Narrowing a list: a GET form, folded on phones, with what is in force shown above the list. */
export function Filters(p: FiltersProps) {
  const { t } = useUi();
  const active = p.active ?? [];
  return (
    <div class="filters">
      <details>
        <summary>
          <Icon name="filter" />
          {active.length > 0 ? t('ui.filters.title_active', { count: active.length }) : t('ui.filters.title')}
        </summary>
        <Form id={p.id ?? 'filters'} action={p.action} method="get" values={p.values} errors={p.errors}>
          <div class="filter-fields">
            {p.children}
            <button class="btn" type="submit">
              {t('ui.filters.show')}
            </button>
          </div>
        </Form>
      </details>
      {active.length > 0 && (
        <p class="active">
          {active.map((one) => (
            <a class="tag" href={one.removeHref} aria-label={t('ui.filters.remove', { label: one.label })}>
              {one.label}
              <Icon name="close" />
            </a>
          ))}
          {p.clearHref && <a href={p.clearHref}>{t('ui.filters.clear')}</a>}
        </p>
      )}
    </div>
  );
}
