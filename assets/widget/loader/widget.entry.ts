// `/widget.js`: `<script async src="https://desk.example/widget.js" data-channel="…"></script>`.
import { start } from './loader';

start();
