// Starts the agents' app.
import './styles/base.css';
import './styles/tokens.css';
import { mount } from 'svelte';
import App from './app/App.svelte';
import { preferredLocale, setLocale } from './lib/i18n/i18n.svelte';

await setLocale(preferredLocale());
const target = document.getElementById('app');
if (!target) throw new Error('index.html has an element #app');
mount(App, { target });
