// trap: toJSON defined, by a package
import axios from 'axios';

try {
  await axios.get('http://127.0.0.1/');
} catch (err) {
  console.log(JSON.stringify(err));
}
