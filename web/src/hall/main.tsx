import { render } from 'preact';
import { startRouter } from '../base/router.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/form.css';
import '../styles/hall.css';
import '../styles/print.css';
import { prepareWhenIdle } from './find-items.ts';
import { Hall } from './hall.tsx';

startRouter((path) => path !== '/desk' && !path.startsWith('/desk/'));
const app = document.getElementById('app');
if (app !== null) render(<Hall />, app);
prepareWhenIdle();
