import { render } from 'preact';
import { startRouter } from '../base/router.ts';
import '../styles/tokens.css';
import '../styles/base.css';
import '../styles/form.css';
import '../styles/desk.css';
import '../styles/paper.css';
import '../styles/print.css';
import { Desk } from './desk.tsx';

startRouter((path) => path === '/desk' || path.startsWith('/desk/'));
const app = document.getElementById('app');
if (app !== null) render(<Desk />, app);
