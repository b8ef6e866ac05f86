import { createThaw } from './app.ts'
import { createClient } from './client/index.ts'
import './styles/main.css'

createThaw(createClient()).mount('#app')
