import type { ComponentChildren } from 'preact';
import { FieldError, fieldId, typedValue, useForm } from './form.tsx';
import { Icon } from './icon.tsx';
import { useUi } from './page-context.ts';

const five = [1, 2, 3, 4, 5] as const;

/** Given stars, 1 to 5. */
export function Stars({ value }: { value: number }) {
  const { t } = useUi();
  return (
    <span class="stars" role="img" aria-label={t('ui.stars.of_five', { count: value })}>
      {five.map((n) => (
        <Icon name="star" class={n <= Math.round(value) ? 'on' : undefined} />
      ))}
    </span>
  );
}

/** Several rated sides of one thing: 解决程度, 办理态度, 办理速度. */
export function Ratings({ items }: { items: readonly { label: ComponentChildren; value: number }[] }) {
  const { t } = useUi();
  return (
    <dl class="rating">
      {items.map((item) => (
        <div>
          <dt>{item.label}</dt>
          <dd>
            <Stars value={item.value} />
          </dd>
          <dd class="quiet" aria-hidden="true">
            {t('ui.stars.count', { count: item.value })}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A question answered with one to five stars. */
export function StarField(p: { name: string; legend: string; value?: number; error?: string; required?: boolean }) {
  const { t } = useUi();
  const form = useForm();
  const id = fieldId(form.id, p.name);
  const error = p.error ?? form.errors[p.name];
  const value = p.value ?? Number(typedValue(form, p.name) ?? 0);
  return (
    <fieldset class={error ? 'field bad' : 'field'} aria-describedby={error ? `${id}-e` : undefined}>
      <legend>{p.legend}</legend>
      {error && <FieldError id={`${id}-e`} text={error} />}
      <div class="star-input">
        {five.map((n) => (
          <label>
            <input
              id={n === 1 ? id : `${id}-${n}`}
              type="radio"
              name={p.name}
              value={n}
              checked={value === n}
              required={p.required}
            />
            <Icon name="star" />
            <span>{t('ui.stars.count', { count: n })}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
