import type { ComponentChildren } from 'preact';
import { FieldError, fieldId, isChosen, typedValue, useForm } from './form.tsx';
import { useUi } from './page-context.ts';

export type FieldType =
  | 'text'
  | 'tel'
  | 'email'
  | 'number'
  | 'date'
  | 'datetime-local'
  | 'time'
  | 'month'
  | 'password'
  | 'url'
  | 'search'
  | 'textarea'
  | 'select'
  | 'color';

export type FieldOption = { value: string; label: string; group?: string; disabled?: boolean };

export type FieldProps = {
  name: string;
  label: ComponentChildren;
  type?: FieldType;
  hint?: ComponentChildren;
  /** Overrides the value that the form holds under this name. */
  value?: string | number;
  error?: string;
  required?: boolean;
  /** Marks it 可以不填; say it where most fields are needed. */
  optional?: boolean;
  options?: readonly FieldOption[];
  /** First entry of a select that chooses nothing. */
  placeholder?: string;
  rows?: number;
  /** Textarea as ruled letter paper (default) or plain, for staff. */
  paper?: 'letter' | 'plain';
  minLength?: number;
  maxLength?: number;
  /** Shows how many characters are written, of `maxLength` or from `minLength`. */
  counted?: boolean;
  min?: string | number;
  max?: string | number;
  step?: string | number;
  pattern?: string;
  autocomplete?: string;
  inputmode?: 'text' | 'numeric' | 'decimal' | 'tel' | 'email' | 'url' | 'search' | 'none';
  /** Suggestions while typing (datalist). */
  suggestions?: readonly string[];
  readOnly?: boolean;
  disabled?: boolean;
  autofocus?: boolean;
  /** Width: a short code, half a line, the whole line. */
  width?: 'short' | 'half' | 'full';
  lang?: string;
  /** Name of an island that improves this field. */
  island?: string;
  /** Label kept for screen readers only. */
  labelHidden?: boolean;
  /** Shown after the input: a unit or a button. */
  after?: ComponentChildren;
  /** Single key that goes to it on staff pages. */
  keyHint?: string;
  /** Options for `list` when several fields share one datalist that stands elsewhere: its id. */
  listId?: string;
};

type Control = Record<string, unknown>;

function controlProps(p: FieldProps, id: string, error: string | undefined): Control {
  const described = [p.hint && `${id}-h`, error && `${id}-e`, p.counted && `${id}-c`].filter(Boolean).join(' ');
  return {
    id,
    name: p.name,
    required: p.required,
    minlength: p.minLength,
    maxlength: p.maxLength,
    autocomplete: p.autocomplete,
    inputmode: p.inputmode,
    readonly: p.readOnly,
    disabled: p.disabled,
    autofocus: p.autofocus,
    'data-key': p.keyHint?.toLowerCase(),
    lang: p.lang,
    'aria-invalid': error ? 'true' : undefined,
    'aria-describedby': described || undefined,
    'data-island': p.island ?? (p.counted ? 'count' : undefined),
    'data-min': p.counted ? p.minLength : undefined,
    'data-max': p.counted ? p.maxLength : undefined,
  };
}

function Select({ p, control, value }: { p: FieldProps; control: Control; value: string | undefined }) {
  const options = p.options ?? [];
  const groups = [...new Set(options.map((o) => o.group).filter((g): g is string => Boolean(g)))];
  const render = (o: FieldOption) => (
    <option value={o.value} selected={o.value === value} disabled={o.disabled}>
      {o.label}
    </option>
  );
  return (
    <select {...control}>
      {p.placeholder !== undefined && <option value="">{p.placeholder}</option>}
      {options.filter((o) => !o.group).map(render)}
      {groups.map((g) => (
        <optgroup label={g}>{options.filter((o) => o.group === g).map(render)}</optgroup>
      ))}
    </select>
  );
}

const typeDefaults: Partial<Record<FieldType, Partial<FieldProps>>> = {
  tel: { inputmode: 'tel', autocomplete: 'tel' },
  email: { inputmode: 'email', autocomplete: 'email' },
  number: { inputmode: 'numeric' },
  url: { inputmode: 'url' },
};

/** The control itself, without label; for places that bring their own. */
function ControlOf({ p, id, error, value }: { p: FieldProps; id: string; error?: string; value?: string }) {
  const type = p.type ?? 'text';
  const control = controlProps({ ...typeDefaults[type], ...p }, id, error);
  if (type === 'textarea') {
    return (
      <textarea
        {...control}
        class={p.paper === 'plain' ? 'plain' : undefined}
        rows={p.rows ?? 6}
        placeholder={p.placeholder}
      >
        {value}
      </textarea>
    );
  }
  if (type === 'select') return <Select p={p} control={control} value={value} />;
  const list = p.suggestions ? `${id}-list` : p.listId;
  // Type and list travel in the record: the type of input attributes is a union that a variable type cannot meet.
  const kind: Control = { type, list };
  return (
    <>
      <input
        {...control}
        {...kind}
        value={value}
        placeholder={p.placeholder}
        min={p.min}
        max={p.max}
        step={p.step}
        pattern={p.pattern}
      />
      {p.suggestions && (
        <datalist id={list}>
          {p.suggestions.map((s) => (
            <option value={s} />
          ))}
        </datalist>
      )}
    </>
  );
}

/** One question of a form: label, hint, error, control, in this order. */
export function Field(p: FieldProps) {
  const { t } = useUi();
  const form = useForm();
  const id = fieldId(form.id, p.name);
  const error = p.error ?? form.errors[p.name];
  const value = p.value !== undefined ? String(p.value) : typedValue(form, p.name);
  const cls = ['field', error && 'bad', p.width && `w-${p.width}`].filter(Boolean).join(' ');
  return (
    <div class={cls}>
      <label for={id} class={p.labelHidden ? 'vh' : undefined}>
        {p.label}
        {p.optional && <span class="optional">{t('ui.form.optional')}</span>}
      </label>
      {p.hint && (
        <p class="hint" id={`${id}-h`}>
          {p.hint}
        </p>
      )}
      {error && <FieldError id={`${id}-e`} text={error} />}
      {p.after ? (
        <div class="with-after">
          <ControlOf p={p} id={id} error={error} value={value} />
          {p.after}
        </div>
      ) : (
        <ControlOf p={p} id={id} error={error} value={value} />
      )}
      {p.counted && <Counter id={`${id}-c`} length={[...(value ?? '')].length} min={p.minLength} max={p.maxLength} />}
    </div>
  );
}

function Counter({ id, length, min, max }: { id: string; length: number; min?: number; max?: number }) {
  const { t } = useUi();
  const key = max !== undefined ? 'ui.form.count_of' : min !== undefined ? 'ui.form.count_from' : 'ui.form.count';
  return (
    <p
      class="count num"
      id={id}
      data-text={t(key, { count: '{n}', min, max })}
      data-over={t('ui.form.count_over', { over: '{n}' })}
    >
      {t(key, { count: length, min, max })}
    </p>
  );
}

export type CheckboxProps = {
  name: string;
  label: ComponentChildren;
  value?: string;
  checked?: boolean;
  hint?: ComponentChildren;
  error?: string;
  required?: boolean;
  disabled?: boolean;
};

/** One yes-or-no. */
export function Checkbox(p: CheckboxProps) {
  const form = useForm();
  const value = p.value ?? 'yes';
  const id = fieldId(form.id, value === 'yes' ? p.name : `${p.name}-${value}`);
  const error = p.error ?? form.errors[p.name];
  const described = [p.hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ') || undefined;
  return (
    <div class={error ? 'field check bad' : 'field check'}>
      {error && <FieldError id={`${id}-e`} text={error} />}
      <label>
        <input
          id={id}
          type="checkbox"
          name={p.name}
          value={value}
          checked={p.checked ?? isChosen(form, p.name, value)}
          required={p.required}
          disabled={p.disabled}
          aria-invalid={error ? 'true' : undefined}
          aria-describedby={described}
        />
        <span>{p.label}</span>
      </label>
      {p.hint && (
        <p class="hint" id={`${id}-h`}>
          {p.hint}
        </p>
      )}
    </div>
  );
}

export type FileFieldProps = {
  name: string;
  label: ComponentChildren;
  hint?: ComponentChildren;
  error?: string;
  /** As in the attribute `accept`. */
  accept?: string;
  multiple?: boolean;
  optional?: boolean;
  required?: boolean;
  /** Files sent earlier that the form still holds, with a way to leave each out. */
  kept?: readonly { id: string; name: string }[];
};

/** Files or photos from the device. */
export function FileField(p: FileFieldProps) {
  const { t } = useUi();
  const form = useForm();
  const id = fieldId(form.id, p.name);
  const error = p.error ?? form.errors[p.name];
  const described = [p.hint && `${id}-h`, error && `${id}-e`].filter(Boolean).join(' ') || undefined;
  return (
    <div class={error ? 'field bad' : 'field'}>
      <label for={id}>
        {p.label}
        {p.optional && <span class="optional">{t('ui.form.optional')}</span>}
      </label>
      {p.hint && (
        <p class="hint" id={`${id}-h`}>
          {p.hint}
        </p>
      )}
      {error && <FieldError id={`${id}-e`} text={error} />}
      <input
        id={id}
        type="file"
        name={p.name}
        accept={p.accept}
        multiple={p.multiple}
        required={p.required}
        aria-invalid={error ? 'true' : undefined}
        aria-describedby={described}
      />
      {p.kept && p.kept.length > 0 && (
        <ul class="kept">
          {p.kept.map((file) => (
            <li>
              <label>
                <input type="checkbox" name={`${p.name}_kept`} value={file.id} checked />
                <span>{file.name}</span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
