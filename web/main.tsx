import { render } from 'preact';
import { App } from './app.tsx';

const place = document.getElementById('pages');
if (place) render(<App />, place);
