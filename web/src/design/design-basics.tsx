/** Colours, type, space, icons, buttons, tags. */
import { useEffect, useState } from 'preact/hooks';
import { Lamp } from '../base/due.tsx';
import { Icon, iconNames } from '../base/icon.tsx';
import { useSettings } from '../base/settings.ts';
import { ActionButton } from '../base/ui.tsx';
import { useDesignWords } from './design-words.ts';
import { colours } from './tokens.ts';

export function Colours() {
  const words = useDesignWords();
  const { contrast, scheme } = useSettings();
  const [values, setValues] = useState<ReadonlyMap<string, string>>(new Map());
  useEffect(() => {
    const style = getComputedStyle(document.documentElement);
    setValues(new Map(colours.map((name) => [name, style.getPropertyValue(`--${name}`).trim()])));
  }, [contrast, scheme]);
  return (
    <>
      <p>{words('colours-lead')}</p>
      <ul class="plain swatches">
        {colours.map((name) => (
          <li key={name}>
            <span class={`swatch swatch-${name}`} aria-hidden="true" />
            <code>{name}</code>
            <span class="small muted">{values.get(name)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Type() {
  const words = useDesignWords();
  return (
    <div class="card stack">
      <p class="design-h1">{words('type-h1')}</p>
      <p class="design-h2">{words('type-h2')}</p>
      <p>{words('type-body')}</p>
      <p class="small muted">{words('type-small')}</p>
      <p class="figure">¥35.00</p>
    </div>
  );
}

export function Space() {
  const words = useDesignWords();
  return (
    <div class="card stack">
      <p>{words('space-lead')}</p>
      <div class="row steps" aria-hidden="true">
        {[4, 8, 12, 16, 20, 24, 28, 36].map((step) => (
          <span key={step} class={`step step-${step}`}>
            {step}
          </span>
        ))}
      </div>
    </div>
  );
}

export function Icons() {
  const words = useDesignWords();
  return (
    <>
      <p>{words('icons-lead')}</p>
      <ul class="plain swatches">
        {iconNames.map((name) => (
          <li key={name}>
            <Icon name={name} />
            <code>{name}</code>
          </li>
        ))}
      </ul>
    </>
  );
}

export function Buttons() {
  const words = useDesignWords();
  return (
    <div class="card stack">
      <p>{words('buttons-lead')}</p>
      <p class="row">
        <ActionButton>{words('button-main')}</ActionButton>
        <ActionButton kind="second">{words('button-second')}</ActionButton>
        <ActionButton kind="danger">{words('button-danger')}</ActionButton>
        <ActionButton busy>{words('button-busy')}</ActionButton>
        <button type="button" class="link-button">
          {words('button-link')}
        </button>
      </p>
    </div>
  );
}

const lamps = ['green', 'amber', 'red', 'overdue', 'paused'] as const;

export function Tags() {
  const words = useDesignWords();
  return (
    <div class="card stack">
      <p class="row">
        {(['', 'info', 'ok', 'amber', 'overdue'] as const).map((tone) => (
          <span key={tone} class={`tag ${tone}`}>
            {words(tone === 'ok' ? 'notice-ok' : tone === 'amber' ? 'notice-amber' : 'notice-info')}
          </span>
        ))}
      </p>
      <p class="row">
        {lamps.map((lamp) => (
          <Lamp key={lamp} lamp={lamp} />
        ))}
      </p>
    </div>
  );
}
