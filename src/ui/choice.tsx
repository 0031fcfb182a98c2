import type { ComponentChildren } from 'preact';
import { FieldError, fieldId, isChosen, useForm } from './form.tsx';
import { useUi } from './page-context.ts';
import { KeyHint } from './text.tsx';

export type ChoiceOption = {
  value: string;
  label: ComponentChildren;
  note?: ComponentChildren;
  disabled?: boolean;
  keyHint?: string;
};

export type ChoiceProps = {
  name: string;
  legend: ComponentChildren;
  options: readonly ChoiceOption[];
  hint?: ComponentChildren;
  /** Chosen from the start; else the form's value. */
  value?: string | readonly string[];
  error?: string;
  required?: boolean;
  optional?: boolean;
  /** Several may be chosen. */
  multiple?: boolean;
  legendHidden?: boolean;
};

type Parts = { id: string; error?: string; describedBy?: string; chosen: (value: string) => boolean };

function partsOf(p: ChoiceProps, form: ReturnType<typeof useForm>): Parts {
  const id = fieldId(form.id, p.name);
  const error = p.error ?? form.errors[p.name];
  const describedBy = [p.hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ') || undefined;
  const chosen = (value: string) => {
    if (p.value === undefined) return isChosen(form, p.name, value);
    return typeof p.value === 'string' ? p.value === value : p.value.includes(value);
  };
  return { id, error, describedBy, chosen };
}

function Frame({ p, parts, children }: { p: ChoiceProps; parts: Parts; children: ComponentChildren }) {
  const { t } = useUi();
  return (
    <fieldset class={parts.error ? 'field bad' : 'field'} aria-describedby={parts.describedBy}>
      <legend class={p.legendHidden ? 'vh' : undefined}>
        {p.legend}
        {p.optional && <span class="optional">{t('ui.form.optional')}</span>}
      </legend>
      {p.hint && (
        <p class="hint" id={`${parts.id}-h`}>
          {p.hint}
        </p>
      )}
      {parts.error && <FieldError id={`${parts.id}-e`} text={parts.error} />}
      {children}
    </fieldset>
  );
}

// The first one carries the field's id, so that the error summary's link leads to it.
function inputId(parts: Parts, index: number): string {
  return index === 0 ? parts.id : `${parts.id}-${index}`;
}

function Input({ p, parts, option, index }: { p: ChoiceProps; parts: Parts; option: ChoiceOption; index: number }) {
  return (
    <input
      id={inputId(parts, index)}
      type={p.multiple ? 'checkbox' : 'radio'}
      name={p.name}
      value={option.value}
      checked={parts.chosen(option.value)}
      disabled={option.disabled}
      required={p.required && !p.multiple}
      data-key={option.keyHint?.toLowerCase()}
    />
  );
}

/** A list to choose from where each entry explains itself. */
export function Choice(p: ChoiceProps) {
  const parts = partsOf(p, useForm());
  return (
    <Frame p={p} parts={parts}>
      <div class="choice">
        {p.options.map((option, i) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: Input is its control
          <label>
            <Input p={p} parts={parts} option={option} index={i} />
            <span class="choice-label">{option.label}</span>
            {option.note && <span class="choice-note">{option.note}</span>}
          </label>
        ))}
      </div>
    </Frame>
  );
}

/** A few short words to choose from. */
export function Chips(p: ChoiceProps) {
  const parts = partsOf(p, useForm());
  return (
    <Frame p={p} parts={parts}>
      <div class="chips">
        {p.options.map((option, i) => (
          // biome-ignore lint/a11y/noLabelWithoutControl: Input is its control
          <label>
            <Input p={p} parts={parts} option={option} index={i} />
            <span>
              {option.label}
              {option.keyHint && <KeyHint>{option.keyHint}</KeyHint>}
            </span>
          </label>
        ))}
      </div>
    </Frame>
  );
}
