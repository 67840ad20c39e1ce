/** Packages (一件事): which page stands at which address. A file of its own in the build, fetched by those who come here. */
import type { ComponentChildren } from 'preact';
import { route, usePlace } from '../../base/router.ts';
import { NotFound, Own } from '../signed-in.tsx';
import type { StepName } from '../steps.ts';
import { Offer, Offers } from './offers.tsx';
import { OwnPackage } from './own-package.tsx';
import { useTogetherWords } from './together-words.ts';

export function Together() {
  const { path } = usePlace();
  return <>{pageAt(path) ?? <NotFound />}</>;
}

function pageAt(path: string): ComponentChildren {
  return route<ComponentChildren>(path, [
    ['/together', () => <Offers />],
    ['/together/:code', ({ code = '' }) => <Offer key={code} code={code} />],
    ['/together/mine/:id', ({ id = '' }) => mine(id, { kind: 'first' })],
    ['/together/mine/:id/form/:section', ({ id = '', section = '' }) => mine(id, { kind: 'section', name: section })],
    ['/together/mine/:id/materials', ({ id = '' }) => mine(id, { kind: 'materials' })],
    ['/together/mine/:id/check', ({ id = '' }) => mine(id, { kind: 'check' })],
  ]);
}

const mine = (id: string, step: StepName): ComponentChildren => <Mine key={id} id={id} step={step} />;

function Mine({ id, step }: { readonly id: string; readonly step: StepName }) {
  const words = useTogetherWords();
  return <Own why={words('sign-in')}>{() => <OwnPackage id={id} step={step} />}</Own>;
}
