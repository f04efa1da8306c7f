import { Box } from './box';
export const view = (props) => <Box.Inner onClick={() => props.go(id())} {...extra()} label="a &amp; b"><p>{text()}</p>{list.map((x) => <i key={x}/>)}</Box.Inner>;
