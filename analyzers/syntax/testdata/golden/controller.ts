@Controller('cats')
export class Cats {
  @Inject() private svc: Svc;
  constructor(@InjectModel(Cat.name) private model: Model<Cat>) {}
  @Get(':id')
  async one(@Param('id') id: string, @Res() res) {
    return this.svc.find(id);
  }
}
